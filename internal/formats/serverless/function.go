package serverless

import (
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// list finds the functions: they stand in a map, or in a list of maps.
func (s *service) list() {
	n := s.resolve(s.root.Get("functions"))
	seen := make(map[string]bool)
	for _, b := range s.Items(n, "", nil) {
		if b.Node.Kind == document.String {
			s.miss(b.Node.Whole, "the functions that stand here are not known: "+s.shown(b.Node.Value))
		}
		for _, p := range b.Node.Pairs {
			switch key := p.Key.Value; {
			case p.Value.Kind == document.Null || seen[key]:
			case p.Value.Kind != document.Map || isFunction(p.Value):
				s.miss(p.Span, "the function "+s.shown(key)+" is not known: "+s.shown(p.Value.Value))
			case strings.Contains(key, mark):
				s.miss(p.Span, "the name of this function is not known")
			default:
				seen[key] = true
				s.functions = append(s.functions, s.function(p, b))
			}
		}
	}
	if s.hasPlugin("serverless-lift") {
		s.workers()
	}
}

// miss notes functions that cannot be read: whatever role all others share, they may run with it too.
func (s *service) miss(at source.Span, why string) {
	s.problem(at, why)
	s.missed = append(s.missed, source.Note{Span: at, Text: why})
}

func (s *service) function(p document.Pair, b cloudformation.Branch) *function {
	f := &function{key: p.Key.Value, id: functionID(p.Key.Value), node: p.Value, span: p.Span, when: b}
	f.name = s.name + "-" + s.stage + "-" + f.key
	if name := s.scalar(p.Value.Get("name")); name != "" {
		f.name = name
	}
	if condition := s.scalar(p.Value.Get("condition")); condition != "" {
		f.when.When = append(slices.Clip(b.When), symbolic.Condition{Stack: s.file, Name: condition})
	}
	return f
}

// announce makes known what the framework generates, before anything refers to it.
func (s *service) announce() {
	for _, f := range s.functions {
		s.Add(&cloudformation.Resource{
			ID: f.id, Type: "AWS::Lambda::Function", Written: "AWS::Lambda::Function", Span: f.span,
			Properties: object(f.span, entry{"FunctionName", text(f.name, f.span)}),
		})
		s.Add(&cloudformation.Resource{
			ID: normal(f.key) + "LogGroup", Type: "AWS::Logs::LogGroup", Span: f.span,
			Properties: object(f.span, entry{"LogGroupName", text("/aws/lambda/"+f.name, f.span)}),
		})
		s.announceEvents(f)
	}
	s.announceRole(roleID, s.roleName(""))
	s.Generate("ApiGatewayRestApi", "AWS::ApiGateway::RestApi")
	s.Generate("HttpApi", "AWS::ApiGatewayV2::Api")
	s.Generate("WebsocketsApi", "AWS::ApiGatewayV2::Api")
	s.Generate("ServerlessDeploymentBucket", "AWS::S3::Bucket")
	s.layersOf()
}

// layersOf makes known the layers that the service publishes.
func (s *service) layersOf() {
	layers := s.resolve(s.root.Get("layers"))
	if layers == nil {
		return
	}
	for _, p := range layers.Pairs {
		if dir := p.Value.Get("path"); dir != nil {
			s.Add(&cloudformation.Resource{
				ID: normal(p.Key.Value) + "LambdaLayer", Type: "AWS::Lambda::LayerVersion", Span: p.Span,
				Written: "AWS::Lambda::LayerVersion", Properties: object(p.Span, entry{"Content", dir}),
			})
		}
	}
}

// describe reads what a function is, apart from its role and its events. What it does not say itself the provider says.
func (s *service) describe(f *function) {
	res := &cloudformation.Resource{ID: f.id, Type: "AWS::Lambda::Function", Node: f.node, When: f.when.When, Span: f.span}
	p := object(f.span,
		entry{"FunctionName", text(f.name, f.span)},
		entry{"Runtime", s.runtime(f)},
		entry{"Handler", f.node.Get("handler")},
		entry{"Environment", s.environment(f)},
		entry{"VpcConfig", s.vpc(f)},
		entry{"KmsKeyArn", s.own(f, "kmsKeyArn", "awsKmsKeyArn")},
		entry{"Layers", s.own(f, "layers")},
		entry{"LoggingConfig", object(f.span, entry{"LogGroup", s.logGroup(f)})},
		entry{"FileSystemConfigs", f.node.Get("fileSystemConfig")},
	)
	f.fn = s.Describe(res, p)
	f.fn.ID = f.key
	f.fn.Code = s.code(f)
	f.fn.OwnLogGroup = !isSet(f.node.Get("disableLogs"))
	if tracing := s.tracing(f); tracing != nil && tracing.Value != "PassThrough" {
		f.fn.Tracing = &source.Note{Span: tracing.Whole, Text: "X-Ray tracing is active"}
	}
	s.AddFunction(f.fn)
	s.Known(f.id, f.fn)
}

// own is a property of a function, else of the provider.
func (s *service) own(f *function, names ...string) *document.Node {
	for _, from := range []*document.Node{f.node, s.provider} {
		for _, name := range names {
			if n := from.Get(name); isSet(n) {
				return n
			}
		}
	}
	return nil
}

func (s *service) runtime(f *function) *document.Node {
	switch n := s.own(f, "runtime"); {
	case n != nil:
		return n
	case isSet(f.node.Get("image")):
		return nil
	case s.isV4():
		return text("nodejs20.x", f.span)
	}
	return text("nodejs14.x", f.span)
}

func (s *service) environment(f *function) *document.Node {
	variables := merge(s.provider.Get("environment"), f.node.Get("environment"))
	if variables == nil {
		return nil
	}
	if variables.Kind != document.Map && variables.Tag == "" {
		s.problem(variables.Whole, "the environment of "+f.key+" is not known: "+s.shown(variables.Value))
		return nil
	}
	return object(variables.Whole, entry{"Variables", variables})
}

// vpc is the configuration of the network: null or false turns that of the provider off.
func (s *service) vpc(f *function) *document.Node {
	n := f.node.Get("vpc")
	if n != nil && !isSet(n) {
		return nil
	}
	vpc := merge(s.provider.Get("vpc"), n)
	if vpc != nil && vpc.Kind == document.Map && !isFunction(vpc) && (!isSet(vpc.Get("securityGroupIds")) || !isSet(vpc.Get("subnetIds"))) {
		return nil
	}
	return vpc
}

// tracing is what turns X-Ray on, nil where nothing does.
func (s *service) tracing(f *function) *document.Node {
	if n := f.node.Get("tracing"); isSet(n) {
		return n
	}
	n := s.provider.Get("tracing")
	if n != nil && n.Kind == document.Map {
		n = n.Get("lambda")
	}
	if isSet(n) { // true alone is how the plugin serverless-plugin-tracing takes it
		return n
	}
	return nil
}

// code is where the code of a function is: the folder of the service, from which its package is made, unless something else is said.
func (s *service) code(f *function) stack.Code {
	if image := f.node.Get("image"); isSet(image) {
		return s.image(f, image)
	}
	artifact := f.node.Get("package").Get("artifact")
	if artifact == nil && !isSet(s.packaging.Get("individually")) {
		artifact = s.packaging.Get("artifact")
	}
	if artifact != nil {
		return s.CodeAt(artifact)
	}
	// serverless-python-requirements packages a module of its own for a function that names one.
	if module := s.scalar(f.node.Get("module")); module != "" {
		if dir, ok := s.Path(module); ok {
			return stack.Code{Dir: dir, Span: f.node.Get("module").Whole}
		}
	}
	dir, _ := s.Path(".")
	span := f.span
	if handler := f.node.Get("handler"); handler != nil {
		span = handler.Whole
	}
	return stack.Code{Dir: dir, Span: span}
}

// image is a function that is a container image: of a registry, or of a folder that the provider names.
func (s *service) image(f *function, n *document.Node) stack.Code {
	c := stack.Code{Image: s.shown(n.Value), Span: n.Whole}
	if n.Kind == document.Map {
		c.Image = s.scalar(n.Get("uri"))
		if name := s.scalar(n.Get("name")); name != "" {
			c.Image = name
		}
		if command := n.Get("command"); command != nil {
			for _, item := range command.Items {
				c.Command = append(c.Command, item.Value)
			}
		}
	}
	known := s.provider.Get("ecr").Get("images").Get(c.Image)
	folder := s.scalar(known.Get("path"))
	if folder == "" && known != nil && known.Kind == document.String {
		folder = known.Value
	}
	if folder == "" || strings.Contains(folder, mark) {
		return c
	}
	dir, ok := s.Path(folder)
	if !ok {
		s.problem(n.Whole, "the Dockerfile of "+f.key+" lies outside the repository")
		return c
	}
	c.Image, c.Dockerfile = dir, path.Clean("/" + s.scalar(known.Get("file")))[1:]
	if isSet(n.Get("entryPoint")) || isSet(n.Get("workingDirectory")) {
		c = stack.Code{Image: "an image that the service changes", Span: c.Span}
	}
	return c
}
