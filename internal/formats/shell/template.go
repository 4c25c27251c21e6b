package shell

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

// resource is what commands make, in the words of a template.
type resource struct {
	id, typ string
	name    string // physical name, as text
	props   *document.Node
	made    *command
	span    source.Span
	// attached are the commands behind the entries of lists, by list: what an entry's removal takes away.
	attached map[string][]*command
	texts    map[string][]*text
}

// template is what the commands come to.
func (r *run) template() *cloudformation.Template {
	m := &maker{run: r, ids: make(map[string]bool)}
	for _, c := range r.commands {
		if make, ok := makersOf[c.name]; ok {
			make(m, c)
		}
	}
	m.link()
	whole := r.lines[r.file].Span(0, 0)
	all := &document.Node{Kind: document.Map, Style: document.Flow, Span: whole, Whole: whole}
	for _, res := range m.resources {
		body := object(res.span)
		put(body, "Type", r.literal(res.typ, res.span))
		put(body, "Properties", res.props)
		all.Pairs = append(all.Pairs, document.Pair{Key: r.literal(res.id, res.span), Value: body, Span: res.span})
	}
	r.made = m.resources
	root := object(whole)
	put(root, "Resources", all)
	return cloudformation.Assemble(r.tree, r.file, r.sources[r.file], root, r.marks.value)
}

// maker makes resources of commands.
type maker struct {
	*run
	resources []*resource
	ids       map[string]bool
}

// makersOf are the commands that make something, by name.
var makersOf = map[string]func(*maker, *command){
	"iam create-role":                         (*maker).role,
	"iam update-assume-role-policy":           (*maker).trust,
	"iam attach-role-policy":                  (*maker).attach,
	"iam put-role-policy":                     (*maker).inline,
	"iam create-policy":                       (*maker).policy,
	"iam put-role-permissions-boundary":       (*maker).boundary,
	"lambda create-function":                  (*maker).function,
	"lambda update-function-configuration":    (*maker).configure,
	"lambda add-permission":                   (*maker).permission,
	"lambda create-event-source-mapping":      (*maker).mapping,
	"lambda create-function-url-config":       (*maker).url,
	"lambda put-function-event-invoke-config": (*maker).invoke,
}

// find is the resource of a type and name, made now where there is none.
func (m *maker) find(typ string, name value, c *command) *resource {
	text := name.Value.String()
	for _, res := range m.resources {
		if res.typ == typ && res.name == text && text != "" {
			return res
		}
	}
	return m.add(typ, name.name(), text, c)
}

func (m *maker) add(typ, id, name string, c *command) *resource {
	if id == "" {
		id = strings.TrimPrefix(path.Ext(strings.ReplaceAll(typ, "::", ".")), ".")
	}
	unique := id
	for n := 2; m.ids[unique]; n++ {
		unique = id + position(n)
	}
	m.ids[unique] = true
	res := &resource{
		id: unique, typ: typ, name: name, props: object(c.span), made: c, span: c.site, attached: make(map[string][]*command), texts: make(map[string][]*text),
	}
	m.resources = append(m.resources, res)
	return res
}

func object(at source.Span) *document.Node {
	return &document.Node{Kind: document.Map, Style: document.Flow, Span: at, Whole: at}
}

func put(n *document.Node, key string, value *document.Node) {
	if value == nil {
		return
	}
	at := value.Whole
	k := &document.Node{Kind: document.String, Style: document.DoubleQuoted, Value: key, Span: at, Whole: at}
	for i, p := range n.Pairs {
		if p.Key.Value == key {
			n.Pairs[i].Value = value
			return
		}
	}
	n.Pairs = append(n.Pairs, document.Pair{Key: k, Value: value, Span: at})
}

// literal is a text as a value of the template.
func (r *run) literal(s string, at source.Span) *document.Node {
	return &document.Node{Kind: document.String, Style: document.DoubleQuoted, Value: s, Span: at, Whole: at}
}

// node is a value as one of the template: what is only known when the script runs is a mark.
func (r *run) node(v symbolic.Value, at source.Span) *document.Node {
	if text, ok := v.Known(); ok {
		return r.literal(text, at)
	}
	var b strings.Builder
	for _, p := range v {
		if p.Kind == symbolic.Literal {
			b.WriteString(p.Text)
		} else {
			b.WriteString(r.marks.mark(symbolic.Value{p}, 0))
		}
	}
	return r.literal(b.String(), at)
}

// option is an option's value as one of the template; nil where it is not given.
func (m *maker) option(c *command, name string) *document.Node {
	v, ok := c.get(name)
	if !ok {
		return nil
	}
	if doc, _ := m.document(v); doc != nil {
		return doc
	}
	return m.node(v.Value, v.span)
}

func (m *maker) role(c *command) {
	name, _ := c.get("--role-name")
	res := m.find("AWS::IAM::Role", name, c)
	put(res.props, "RoleName", m.option(c, "--role-name"))
	m.trustOf(res, c, "--assume-role-policy-document")
	put(res.props, "PermissionsBoundary", m.option(c, "--permissions-boundary"))
}

// trustOf gives a role its trust policy; one that could not be read is a value that is not known.
func (m *maker) trustOf(res *resource, c *command, name string) {
	if v, ok := c.get(name); ok {
		doc, _ := m.document(v)
		if doc == nil {
			doc = m.node(unknown("the document is not in the repository"), v.span)
		}
		put(res.props, "AssumeRolePolicyDocument", doc)
	}
}

func (m *maker) trust(c *command) {
	name, _ := c.get("--role-name")
	m.trustOf(m.find("AWS::IAM::Role", name, c), c, "--policy-document")
}

func (m *maker) boundary(c *command) {
	name, _ := c.get("--role-name")
	put(m.find("AWS::IAM::Role", name, c).props, "PermissionsBoundary", m.option(c, "--permissions-boundary"))
}

// entry adds an item to a list of a resource, made by a command.
func (m *maker) entry(res *resource, list string, item *document.Node, c *command, t *text) {
	n := res.props.Get(list)
	if n == nil {
		n = &document.Node{Kind: document.List, Style: document.Flow, Span: c.span, Whole: c.span}
		put(res.props, list, n)
	}
	n.Items = append(n.Items, item)
	res.attached[list] = append(res.attached[list], c)
	res.texts[list] = append(res.texts[list], t)
}

// attach attaches a managed policy: one of AWS's, or one that the script makes.
func (m *maker) attach(c *command) {
	name, _ := c.get("--role-name")
	policy, _ := c.get("--policy-arn")
	res := m.find("AWS::IAM::Role", name, c)
	item := m.node(policy.Value, c.span)
	if _, own, ok := strings.Cut(policy.Value.String(), ":policy/"); ok {
		own = own[strings.LastIndexByte(own, '/')+1:]
		for _, other := range m.resources {
			if other.typ == "AWS::IAM::ManagedPolicy" && other.name == own {
				item = object(c.span)
				put(item, "Ref", m.literal(other.id, c.span))
			}
		}
	}
	m.entry(res, managedList, item, c, nil)
}

// The lists of a role's policies.
const (
	managedList = "ManagedPolicyArns"
	inlineList  = "Policies"
)

func (m *maker) inline(c *command) {
	role, _ := c.get("--role-name")
	res := m.find("AWS::IAM::Role", role, c)
	item := object(c.span)
	put(item, "PolicyName", m.option(c, "--policy-name"))
	v, _ := c.get("--policy-document")
	doc, t := m.document(v)
	if doc != nil {
		put(item, "PolicyDocument", doc)
	}
	m.entry(res, inlineList, item, c, t)
}

func (m *maker) policy(c *command) {
	name, _ := c.get("--policy-name")
	res := m.find("AWS::IAM::ManagedPolicy", name, c)
	put(res.props, "ManagedPolicyName", m.option(c, "--policy-name"))
	v, _ := c.get("--policy-document")
	doc, t := m.document(v)
	put(res.props, "PolicyDocument", doc)
	res.texts[inlineList] = []*text{t}
}

func (m *maker) function(c *command) {
	name, _ := c.get("--function-name")
	m.settings(m.find("AWS::Lambda::Function", name, c), c)
}

// configure changes a function that the script has made, or one that is there already, if it is given a role.
func (m *maker) configure(c *command) {
	name, _ := c.get("--function-name")
	known := slices.ContainsFunc(m.resources, func(res *resource) bool {
		return res.typ == "AWS::Lambda::Function" && res.name == name.Value.String()
	})
	if _, role := c.get("--role"); known || role {
		m.settings(m.find("AWS::Lambda::Function", name, c), c)
	}
}

// settings are what the commands for functions say in the words of templates.
func (m *maker) settings(res *resource, c *command) {
	for _, row := range [][2]string{
		{"FunctionName", "--function-name"}, {"Runtime", "--runtime"}, {"Handler", "--handler"}, {"KmsKeyArn", "--kms-key-arn"},
		{"PackageType", "--package-type"}, {"Role", "--role"},
	} {
		put(res.props, row[0], m.option(c, row[1]))
	}
	for _, row := range [][2]string{
		{"DeadLetterConfig", "--dead-letter-config"}, {"TracingConfig", "--tracing-config"}, {"VpcConfig", "--vpc-config"}, {"Environment", "--environment"},
	} {
		if v, ok := c.get(row[1]); ok {
			put(res.props, row[0], m.structure(v))
		}
	}
	if layers := c.all("--layers"); len(layers) > 0 {
		list := &document.Node{Kind: document.List, Style: document.Flow, Span: c.span, Whole: c.span}
		for _, v := range layers {
			list.Items = append(list.Items, m.node(v.Value, v.span))
		}
		put(res.props, "Layers", list)
	}
	m.code(res, c)
}

// code is where the code of a function is: the folder that the script makes the archive of, or the archive.
func (m *maker) code(res *resource, c *command) {
	if v, ok := c.get("--zip-file"); ok {
		file := strings.TrimPrefix(v.Value.String(), "fileb://")
		if _, known := v.Value.Known(); !known {
			file = "." // an archive whose name is only known when the script runs
		}
		if dir, made := m.archives[path.Join(m.cwd, file)]; made {
			file = relative(path.Dir(m.file), dir)
		}
		for archive, dir := range m.archives {
			if path.Base(archive) == path.Base(file) {
				file = relative(path.Dir(m.file), dir)
			}
		}
		put(res.props, "Code", m.literal(file, v.span))
	}
	if v, ok := c.get("--code"); ok {
		put(res.props, "Code", m.structure(v))
	}
}

// relative is a folder of the repository as it is seen from another.
func relative(from, to string) string {
	if from == "." {
		return to
	}
	up := strings.Repeat("../", strings.Count(from, "/")+1)
	return path.Clean(up + to)
}

// structure is the value of an option that takes a structure, in JSON or in the shorthand.
func (m *maker) structure(v value) *document.Node {
	if doc, _ := m.document(v); doc != nil {
		return doc
	}
	n := object(v.span)
	text, _ := m.node(v.Value, v.span), 0
	s := text.Value
	if inner, ok := strings.CutPrefix(s, "Variables={"); ok {
		s = strings.TrimSuffix(inner, "}")
		variables := object(v.span)
		m.pairs(variables, s, v.span)
		put(n, "Variables", variables)
		return n
	}
	m.pairs(n, s, v.span)
	return n
}

func (m *maker) pairs(n *document.Node, s string, at source.Span) {
	for _, pair := range strings.Split(s, ",") {
		if key, value, ok := strings.Cut(pair, "="); ok {
			put(n, strings.TrimSpace(key), m.literal(strings.Trim(value, `"'`), at))
		}
	}
}

func (m *maker) permission(c *command) {
	id, _ := c.get("--statement-id")
	res := m.add("AWS::Lambda::Permission", id.name(), "", c)
	for _, row := range [][2]string{
		{"FunctionName", "--function-name"}, {"Action", "--action"}, {"Principal", "--principal"}, {"SourceArn", "--source-arn"},
		{"SourceAccount", "--source-account"}, {"EventSourceToken", "--event-source-token"}, {"PrincipalOrgID", "--principal-org-id"},
		{"FunctionUrlAuthType", "--function-url-auth-type"},
	} {
		put(res.props, row[0], m.option(c, row[1]))
	}
}

func (m *maker) mapping(c *command) {
	name, _ := c.get("--function-name")
	res := m.add("AWS::Lambda::EventSourceMapping", name.name()+"Mapping", "", c)
	put(res.props, "FunctionName", m.option(c, "--function-name"))
	put(res.props, "EventSourceArn", m.option(c, "--event-source-arn"))
	for _, row := range [][2]string{{"DestinationConfig", "--destination-config"}, {"SelfManagedEventSource", "--self-managed-event-source"}} {
		if v, ok := c.get(row[1]); ok {
			put(res.props, row[0], m.structure(v))
		}
	}
}

func (m *maker) url(c *command) {
	name, _ := c.get("--function-name")
	res := m.add("AWS::Lambda::Url", name.name()+"Url", "", c)
	put(res.props, "TargetFunctionArn", m.option(c, "--function-name"))
	put(res.props, "AuthType", m.option(c, "--auth-type"))
}

func (m *maker) invoke(c *command) {
	name, _ := c.get("--function-name")
	res := m.add("AWS::Lambda::EventInvokeConfig", name.name()+"Destinations", "", c)
	put(res.props, "FunctionName", m.option(c, "--function-name"))
	if v, ok := c.get("--destination-config"); ok {
		put(res.props, "DestinationConfig", m.structure(v))
	}
}

// link makes references of the names and ARNs of roles.
func (m *maker) link() {
	for _, fn := range m.resources {
		role := fn.props.Get("Role")
		if fn.typ != "AWS::Lambda::Function" || role == nil {
			continue
		}
		set := m.marks.value(role.Value)
		text := set[0].Value.String()
		if _, name, ok := strings.Cut(text, ":role/"); ok {
			text = name[strings.LastIndexByte(name, '/')+1:]
		}
		for _, res := range m.resources {
			if res.typ == "AWS::IAM::Role" && res.name == text && text != "" {
				ref := object(role.Whole)
				put(ref, "Fn::GetAtt", m.literal(res.id+".Arn", role.Whole))
				put(fn.props, "Role", ref)
			}
		}
	}
}

// finish says of a function what a template has no words for: its name may hold variables, and an archive may be made elsewhere.
func (r *run) finish(fn *stack.Function) {
	if len(fn.Name) == 1 && len(fn.Arn) == 1 {
		fn.Arn = slices.Clone(fn.Arn)
		fn.Arn[0].Form = slices.Clone(fn.Arn[0].Form)
		for i, p := range fn.Arn[0].Form {
			if p.Kind == symbolic.Attribute && p.Text == fn.ID && len(p.Form) == 0 {
				fn.Arn[0].Form[i].Form = fn.Name[0].Value
			}
		}
	}
	if fn.Code.Remote != "" && strings.HasSuffix(fn.Code.Remote, ".zip") && !cloudformation.Remote(fn.Code.Remote) {
		fn.Code.Dir, fn.Code.Remote = path.Dir(r.file), ""
	}
}
