package sam

import (
	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// apis reads the permissions that the transform makes for APIs: of their authorizers, and of the routes of a WebSocket API.
// Those of REST and HTTP routes belong to the events of functions.
func (r *reader) apis() {
	globals := r.Root.Get("Globals")
	for _, res := range r.Resources {
		switch res.Written {
		case "AWS::Serverless::Api":
			r.authorizers(res, merge(globals.Get("Api"), res.Properties), func(n *document.Node) bool {
				return r.String(n.Get("DisableFunctionDefaultPermissions")) != "true"
			})
		case "AWS::Serverless::HttpApi":
			r.authorizers(res, merge(globals.Get("HttpApi"), res.Properties), func(n *document.Node) bool {
				return r.String(n.Get("EnableFunctionDefaultPermissions")) == "true"
			})
		case "AWS::Serverless::WebSocketApi":
			r.webSocket(res, merge(globals.Get("WebSocketApi"), res.Properties))
		}
	}
}

func (r *reader) authorizers(res *cloudformation.Resource, props *document.Node, permitted func(*document.Node) bool) {
	authorizers := props.Get("Auth").Get("Authorizers")
	if authorizers == nil {
		return
	}
	for _, p := range authorizers.Pairs {
		if arn := p.Value.Get("FunctionArn"); arn != nil && permitted(p.Value) {
			r.authorizer(res, res.ID+p.Key.Value+"AuthorizerPermission", arn, p.Span)
		}
	}
}

func (r *reader) authorizer(res *cloudformation.Resource, id string, function *document.Node, at source.Span) {
	api := symbolic.Certain(symbolic.Value{r.Attribute(res.ID, "Ref")})
	r.apiPermission(res, id, function, at, symbolic.Join(r.executeAPI(), api, literal("/authorizers/*")))
}

// webSocket reads the routes of a WebSocket API: each permission names its route.
func (r *reader) webSocket(res *cloudformation.Resource, props *document.Node) {
	api := symbolic.Certain(symbolic.Value{r.Attribute(res.ID, "ApiId")})
	stage := r.Eval(props.Get("StageName"))
	if len(stage) == 0 {
		stage = literal("default")
	}
	if routes := props.Get("Routes"); routes != nil {
		for _, p := range routes.Pairs {
			arn := symbolic.Join(r.executeAPI(), api, literal("/"), stage, literal("/"+p.Key.Value))
			r.apiPermission(res, res.ID+"/"+p.Key.Value, p.Value.Get("FunctionArn"), p.Span, arn)
		}
	}
	if auth := props.Get("Auth").Get("AuthArn"); auth != nil {
		r.authorizer(res, res.ID+"AuthorizerPermission", auth, auth.Whole)
	}
}

// executeAPI is the beginning of the ARN of every API.
func (r *reader) executeAPI() symbolic.Set {
	return r.sourceArn(event{}, "arn:{partition}:execute-api:{region}:{account}:")
}

func literal(s string) symbolic.Set { return symbolic.Certain(symbolic.Text(s)) }

func (r *reader) apiPermission(res *cloudformation.Resource, id string, function *document.Node, at source.Span, arn symbolic.Set) {
	target := r.Eval(function)
	if len(target) == 0 {
		return
	}
	r.Stack.Triggers = append(r.Stack.Triggers, &stack.Trigger{
		ID: id, Kind: stack.Permission, Function: r.FunctionOf(target), Target: target, Source: "apigateway", Arn: arn,
		Principal: literal("apigateway.amazonaws.com"), Action: literal("lambda:InvokeFunction"),
		Generated: true, When: res.When, Span: at,
	})
}
