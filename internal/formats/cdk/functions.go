package cdk

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

const isFunction = "aws_lambda.Function"

// function puts a function in the template, with the role that the CDK makes for it.
func (a *app) function(c *construct) {
	p, at := c.properties(), c.at
	role := a.names.role(c.of)
	variables := a.variables(c, p)
	properties := mapping(at,
		"FunctionName", a.property(p, "functionName", at), "Runtime", a.plainText(runtimeOf(c.record, p), at), "Handler", a.handler(c, p),
		"Role", a.roleArn(role, at), "Code", scalar(".", at),
		"Environment", mapping(at, "Variables", variables),
		"TracingConfig", a.tracing(p, at), "VpcConfig", present(p, "vpc", at), "KmsKeyArn", a.arnOf(p, "environmentEncryption", at),
		"DeadLetterConfig", a.deadLetters(c, p), "Layers", a.layers(p, at), "LoggingConfig", a.logging(p, at),
	)
	a.add(c.id, "AWS::Lambda::Function", at, properties)
	switch own := a.constructs[a.names.id(role)]; {
	case strings.HasSuffix(argument(role, byPath), "/"+unknownRole):
		a.oneOf(c, p)
	case own == nil:
		a.serviceRole(c, p, a.names.id(role))
	}
	if traced := a.tracing(p, at); traced != nil {
		a.grants[a.names.id(role)] = append(a.grants[a.names.id(role)], grant{at: at, framework: true, node: statement(at,
			list(at, scalar("xray:PutTraceSegments", at), scalar("xray:PutTelemetryRecords", at)), scalar("*", at))})
	}
	if initial, ok := p.get("initialPolicy"); ok {
		a.statements(a.names.id(role), initial, at)
	}
	if _, ok := p.get("insightsVersion"); ok {
		a.managed(a.names.id(role), "CloudWatchLambdaInsightsExecutionRolePolicy", at)
	}
	if _, ok := p.get("filesystem"); ok {
		a.unseen(a.names.id(role), at, "the file system of the function gives its role permissions that are not read")
	}
	if _, ok := p.get("profilingGroup"); ok || switched(p, "profiling") == "true" {
		a.unseen(a.names.id(role), at, "profiling gives the role of the function permissions that are not read")
	}
	if _, ok := p.get("paramsAndSecrets"); ok {
		a.unseen(a.names.id(role), at, "the extension for parameters and secrets reads them with the role of the function")
	}
	a.extensions(a.names.id(role), p, at)
	if g, ok := p.get("environment"); ok && !settled(g) {
		a.uses(a.names.id(role), at, "not all variables of the function's environment are followed")
	}
	if p.open {
		a.unseen(a.names.id(role), at, "the function may be given more than is seen here")
	}
	if events, ok := p.get("events"); ok {
		if len(objects(events)) == 0 && len(texts(events)) > 0 {
			a.unseen(a.names.id(role), at, "the event source is not followed")
		}
		for _, o := range objects(events) {
			a.eventSource(c, o, at)
		}
	}
	a.destinations(c, p)
}

// oneOf notes that a function may run with each of the roles that it is given in some case.
func (a *app) oneOf(c *construct, p properties) {
	g, _ := p.get("role")
	for _, o := range objects(g) {
		if id := a.roleOf(o, 0); id != "" {
			a.uses(id, c.at, "which role "+c.id+" has is not told apart")
			a.unseen(id, c.at, "which role "+c.id+" has, and is given permissions by, is not told apart")
		}
	}
}

func switched(p properties, name string) string {
	return strings.ToLower(p.text(name))
}

// serviceRole is the role that the CDK makes for a function which is given none.
func (a *app) serviceRole(c *construct, p properties, id string) {
	d := a.draft(id, c.at)
	d.implicit, d.trust = true, trust(c.at, "lambda.amazonaws.com")
	a.managed(id, "service-role/AWSLambdaBasicExecutionRole", c.at)
	if _, ok := p.get("vpc"); ok {
		a.managed(id, "service-role/AWSLambdaVPCAccessExecutionRole", c.at)
	}
	if c.many {
		a.unseen(id, c.at, "this line makes several functions, which are not told apart")
	}
}

func trust(at source.Span, principal string) *document.Node {
	return mapping(at, "Statement", list(at, mapping(at, "Effect", scalar("Allow", at), "Action", scalar("sts:AssumeRole", at),
		"Principal", mapping(at, "Service", scalar(principal, at)))))
}

// property is a text that a property gives; nil where there is none.
func (a *app) property(p properties, name string, at source.Span) *document.Node {
	g, ok := p.get(name)
	switch {
	case !ok:
		return nil
	case len(g.Text) == 0:
		return a.text(symbolic.Any("what "+name+" is given is not followed"), at)
	}
	return a.text(g.Text, at)
}

func (a *app) plainText(text string, at source.Span) *document.Node {
	if text == "" {
		return nil
	}
	return scalar(text, at)
}

// present is an empty map where a property is given.
func present(p properties, name string, at source.Span) *document.Node {
	if _, ok := p.get(name); !ok {
		return nil
	}
	return mapping(at)
}

// versioned is the name of a constant of Runtime: NODEJS_20_X, PYTHON_3_12, JAVA_8_CORRETTO, DOTNET_8, PROVIDED_AL2023.
var versioned = regexp.MustCompile(`^(NODEJS|PYTHON|JAVA|RUBY|DOTNET|DOTNET_CORE|GO)_([0-9]+)(?:_([0-9X]+|CORRETTO))?$`)

// runtimeOf is the runtime of a function, "" where it is not known.
func runtimeOf(rec record, p properties) string {
	g, ok := p.get("runtime")
	if !ok || len(g.Objects) != 1 {
		switch {
		case ok:
			return ""
		case strings.HasSuffix(rec.name, ".NodejsFunction"):
			return "nodejs20.x"
		case strings.HasSuffix(rec.name, ".GoFunction"):
			return "provided.al2023"
		}
		return ""
	}
	name := constant(g)
	switch {
	case name == "NODEJS_LATEST":
		return "nodejs20.x"
	case strings.HasPrefix(name, "PROVIDED"):
		return strings.ToLower(strings.Replace(name, "_", ".", 1))
	}
	m := versioned.FindStringSubmatch(name)
	if m == nil {
		return ""
	}
	language := strings.ToLower(strings.ReplaceAll(m[1], "_", ""))
	switch m[3] {
	case "":
		return language + m[2]
	case "CORRETTO":
		return language + m[2] + ".al2"
	}
	return language + m[2] + "." + strings.ToLower(m[3])
}

// handler is what the runtime calls.
func (a *app) handler(c *construct, p properties) *document.Node {
	name := p.text("handler")
	switch {
	case strings.HasSuffix(c.name, ".NodejsFunction"):
		if name == "" {
			name = "handler"
		}
		if !strings.Contains(name, ".") {
			name = "index." + name
		}
	case strings.HasSuffix(c.name, ".PythonFunction"):
		index := p.text("index")
		if index == "" {
			index = "index.py"
		}
		if name == "" {
			name = "handler"
		}
		name = strings.TrimSuffix(index, path.Ext(index)) + "." + name
	case strings.HasSuffix(c.name, ".GoFunction"):
		name = "bootstrap"
	}
	return a.plainText(name, c.at)
}

// variables are those of the environment, with those that are added later.
func (a *app) variables(c *construct, p properties) *document.Node {
	n := mapping(c.at)
	set := func(name string, g sdk.Given, at source.Span) {
		if value := a.text(texts(g), at); value != nil {
			n.Pairs = append(n.Pairs, document.Pair{Key: scalar(name, at), Value: value, Span: at})
		}
	}
	environment, _ := p.get("environment")
	for _, f := range environment.Fields {
		set(f.Name, f.Value, c.at)
	}
	for _, d := range a.doings() {
		if d.do == "call" && d.name == "addEnvironment" && a.get(d.receiver) == c {
			name, _ := d.args.At(0, "key")
			value, _ := d.args.At(1, "value")
			if text, ok := only(name.Text); ok {
				set(text, value, d.at)
			} else {
				a.uses(a.names.id(a.names.role(c.of)), d.at, "not all variables of the function's environment are followed")
			}
		}
	}
	return n
}

func (a *app) tracing(p properties, at source.Span) *document.Node {
	g, ok := p.get("tracing")
	if !ok || constant(g) != "ACTIVE" {
		return nil
	}
	return mapping(at, "Mode", scalar("Active", at))
}

func (a *app) logging(p properties, at source.Span) *document.Node {
	g, ok := p.get("logGroup")
	if !ok || len(g.Objects) != 1 {
		return nil
	}
	if k, known := kinds()[g.Objects[0].Name]; known {
		return mapping(at, "LogGroup", a.text(a.names.attribute(g.Objects[0], k, "logGroupName", "Ref"), at))
	}
	return nil
}

// arnOf is the ARN of the construct that a property is.
func (a *app) arnOf(p properties, name string, at source.Span) *document.Node {
	g, _ := p.get(name)
	for _, o := range g.Objects {
		if node := a.arn(o, at); node != nil {
			return node
		}
	}
	return nil
}

// arn is the ARN of a construct, by the property of its class that ends in Arn.
func (a *app) arn(o *sdk.Object, at source.Span) *document.Node {
	return a.text(a.names.arn(o), at)
}

func (a *app) roleArn(role *sdk.Object, at source.Span) *document.Node {
	if strings.HasSuffix(argument(role, byPath), "/"+unknownRole) {
		return a.text(symbolic.Any("the role of the function is not followed"), at)
	}
	return a.text(a.names.attribute(role, kinds()["aws_iam.Role"], "roleArn", "Arn"), at)
}

func (a *app) layers(p properties, at source.Span) *document.Node {
	g, ok := p.get("layers")
	if !ok {
		return nil
	}
	n := list(at)
	for _, o := range objects(g) {
		if node := a.arn(o, at); node != nil {
			n.Items = append(n.Items, node)
		}
	}
	return n
}

// settled says that a dictionary is known, entry by entry.
func settled(g sdk.Given) bool {
	return !g.Open && !g.None && g.Unknown == "" && len(g.Values) == 0 && len(g.Text) == 0 && !slices.ContainsFunc(g.Fields, func(f sdk.Field) bool { return f.Maybe })
}

// extensions notes layers from elsewhere that run beside the code with its role: what they need is not read.
func (a *app) extensions(role string, p properties, at source.Span) {
	g, _ := p.get("layers")
	for _, o := range objects(g) {
		rec, ok := a.names.made(o)
		if !ok || rec.do != "static" {
			continue
		}
		if text, known := only(a.names.arn(o)); !known || strings.Contains(text, "Extension") {
			a.uses(role, at, "a layer that is not in the repository may use the role")
		}
	}
}

// locate tells where the code of a function is.
func (a *app) locate(fn *stack.Function) {
	c := a.constructs[fn.ID]
	if c == nil {
		return
	}
	fn.Code = a.code(c, c.properties())
	if fn.Code.Span.File == "" {
		fn.Code.Span = c.at
	}
	if c.many {
		fn.Code = stack.Code{Remote: "this line makes several functions, which are not told apart", Span: c.at}
	}
}
