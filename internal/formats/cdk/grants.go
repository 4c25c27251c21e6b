package cdk

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

//go:embed grants.txt
var grantsText string

// row is one statement that a method gives.
type row struct{ resources, actions, condition []string }

// granting are the rows of grants.txt, by class and method.
var granting = sync.OnceValue(func() map[string][]row {
	all := make(map[string][]row)
	for line := range strings.Lines(grantsText) {
		f := strings.Fields(line)
		if len(f) < 4 || f[0] == "#" {
			continue
		}
		key, r := f[0]+" "+f[1], row{resources: strings.Split(f[2], ","), actions: strings.Split(f[3], ",")}
		if len(f) > 4 {
			r.condition = strings.Split(f[4], ",")
		}
		all[key] = append(all[key], r)
	}
	return all
})

// give is what a method of a construct grants to whom it is told.
func (a *app) give(d doing) {
	to, _ := d.args.At(0, "grantee")
	if len(to.Objects) == 0 {
		if named, ok := d.args.Get("identity"); ok {
			to = named
		}
	}
	roles, known := a.rolesOf(to)
	if !known {
		a.everywhere(d.at, d.name+" is given to something that is not followed")
	}
	for _, role := range roles {
		a.gives(role, d.receiver, d.name, d.args, d.at)
		if d.several || len(roles) > 1 {
			a.unseen(role, d.at, "which of several things "+d.name+" is called on, or given to, is not told apart")
		}
	}
}

// gives is what one method of a construct grants to one role.
func (a *app) gives(role string, of *sdk.Object, method string, args sdk.Arguments, at source.Span) {
	rows, ok := granting()[classOf(of.Name)+" "+method]
	if !ok || of.Kind != ofConstruct {
		a.unseen(role, at, "what "+method+" of "+of.Name+" gives is not in the tables")
		return
	}
	for _, r := range rows {
		resources := a.resources(r, of, method, args, at)
		if resources == nil {
			continue
		}
		actions := list(at)
		for _, action := range r.actions {
			if action == "..." {
				actions = a.texts(rest(args), at)
			} else {
				actions.Items = append(actions.Items, scalar(action, at))
			}
		}
		n := statement(at, actions, resources)
		if len(r.condition) == 3 {
			test := mapping(at, r.condition[0], mapping(at, r.condition[1], scalar(r.condition[2], at)))
			n.Pairs = append(n.Pairs, document.Pair{Key: scalar("Condition", at), Value: test, Span: at})
		}
		a.grants[role] = append(a.grants[role], grant{node: n, at: at, method: method})
	}
}

func statement(at source.Span, actions, resources *document.Node) *document.Node {
	return mapping(at, "Effect", scalar("Allow", at), "Action", actions, "Resource", resources)
}

// rest are the actions that a method is told behind the grantee.
func rest(args sdk.Arguments) (all symbolic.Set) {
	for _, g := range args.Positional[min(1, len(args.Positional)):] {
		all = symbolic.Union(all, texts(g))
	}
	if named, ok := args.Get("actions"); ok {
		all = symbolic.Union(all, texts(named))
	}
	if args.Open || len(all) == 0 {
		all = symbolic.Union(all, symbolic.Any("the actions are not followed"))
	}
	return all
}

// resources are those of a row, nil where it is for a key that the construct has not.
func (a *app) resources(r row, of *sdk.Object, method string, args sdk.Arguments, at source.Span) *document.Node {
	n := list(at)
	for _, text := range r.resources {
		bare, indexed := strings.CutSuffix(text, "?index")
		if indexed && !a.hasIndex(of) {
			continue
		}
		set, ok := a.formOf(bare, of, args)
		if !ok {
			return nil
		}
		n.Items = append(n.Items, a.text(set, at))
	}
	return n
}

// formOf fills in the form of a resource.
func (a *app) formOf(text string, of *sdk.Object, args sdk.Arguments) (symbolic.Set, bool) {
	if text == "?" {
		return symbolic.Any("what " + last(of.Name) + " is called once it is deployed"), true
	}
	if text == "{key}" {
		key := a.names.key(of)
		if key == nil {
			return nil, false
		}
		return a.names.arn(key), true
	}
	k := kinds()[of.Name]
	sets := []symbolic.Set{}
	for i, piece := range strings.Split(strings.ReplaceAll(text, "${", "\x00"), "{") {
		if i > 0 {
			name, rest, _ := strings.Cut(piece, "}")
			switch name {
			case "pattern":
				sets = append(sets, pattern(args))
			default:
				sets = append(sets, a.names.attribute(of, k, name, k.gives[name]))
			}
			piece = rest
		}
		sets = append(sets, fixed(piece))
	}
	return symbolic.Join(sets...), true
}

// fixed is a text with variables of the deployment.
func fixed(text string) symbolic.Set {
	text = strings.ReplaceAll(text, "\x00", "${")
	if !strings.Contains(text, "${") {
		return certain(text)
	}
	return form(text, func(name string) symbolic.Value { return symbolic.Text(name) })
}

// pattern is that of the objects of a bucket that a method is told.
func pattern(args sdk.Arguments) symbolic.Set {
	for _, name := range []string{"objectsKeyPattern", "objects_key_pattern"} {
		if g, ok := args.At(1, name); ok && len(g.Text) > 0 {
			return g.Text
		}
	}
	return certain("*")
}

// hasIndex says that a table has, or may have, an index.
func (a *app) hasIndex(o *sdk.Object) bool {
	if rec, ok := a.names.made(o); ok {
		p := rec.properties()
		for _, name := range []string{"globalSecondaryIndexes", "localSecondaryIndexes", "globalIndexes", "localIndexes", "grantIndexPermissions"} {
			if _, given := p.get(name); given {
				return true
			}
		}
	}
	for _, d := range a.doings() {
		if d.do == "call" && strings.HasSuffix(d.name, "SecondaryIndex") && a.names.id(d.receiver) == a.names.id(o) {
			return true
		}
	}
	return false
}

// key is the key of a construct, nil where it is given none.
func (r *recorder) key(o *sdk.Object) *sdk.Object {
	rec, ok := r.made(o)
	if !ok {
		return nil
	}
	g, _ := rec.properties().get(kinds()[o.Name].key)
	for _, key := range objects(g) {
		if classOf(key.Name) == "aws_kms.Key" && key.Kind == ofConstruct {
			return key
		}
	}
	if g, ok := rec.properties().get("encryption"); ok {
		switch name := constant(g); {
		case name == "customerManagedKey" && len(g.Objects) == 1:
			if made, ok := r.made(g.Objects[0]); ok && len(made.objects()) == 1 {
				return made.objects()[0]
			}
		case name == "KMS" || name == "CUSTOMER_MANAGED":
			return below(o, "aws_kms.Key", "Key")
		}
	}
	return nil
}

// arn is the ARN of a construct, by the property of its class that ends in Arn; nil where it has none.
func (r *recorder) arn(o *sdk.Object) symbolic.Set {
	k := kinds()[o.Name]
	for _, name := range arnProperties {
		if what := k.gives[name]; what != "" && o.Kind == ofConstruct {
			return r.attribute(o, k, name, what)
		}
	}
	return nil
}

// arnProperties are the properties that hold ARNs, the construct's own.
var arnProperties = []string{
	"tableArn", "bucketArn", "queueArn", "topicArn", "streamArn", "streamConsumerArn", "secretArn", "parameterArn", "keyArn", "functionArn", "layerVersionArn", "roleArn",
	"managedPolicyArn", "stateMachineArn", "eventBusArn", "ruleArn", "logGroupArn", "deliveryStreamArn", "userPoolArn", "repositoryArn",
}
