package rules

import (
	"fmt"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// publicURL tells of functions that everyone can make run: by a URL without authentication, or by a permission for everybody. The
// permissions that a framework makes for such a URL are part of it.
func publicURL(f Facts) (all []Judgement) {
	for _, s := range f.Estate.Stacks {
		for _, t := range s.Triggers {
			switch {
			case t.Kind == stack.URL && certainly(t.AuthType, "NONE"):
				all = append(all, urlJudgement(s, t))
			case t.Kind == stack.Permission && !t.Generated && certainly(t.Principal, "*"):
				if j, ok := everybody(s, t); ok {
					all = append(all, j)
				}
			}
		}
	}
	return all
}

// certainly reports whether one of the values that something may have is this text.
func certainly(set symbolic.Set, text string) bool {
	for _, c := range set {
		if known, ok := c.Value.Known(); ok && strings.EqualFold(known, text) && known != "" {
			return true
		}
	}
	return false
}

func urlJudgement(s *stack.Stack, t *stack.Trigger) Judgement {
	j := Judgement{
		Severity: finding.High, Confidence: finding.Certain, Kind: finding.Restricts, Subject: functionOf(t), Place: t.Span,
		Message: fmt.Sprintf("Everyone on the internet can run `%s` by its URL: `AuthType` is `NONE`. With `AWS_IAM` callers sign their requests.", functionOf(t)),
		Because: []source.Note{{Span: firstLine(t.Span), Text: "AuthType NONE"}}, Key: []string{t.ID, "AuthType"}, Stack: s,
		Change: set(t, "AuthType", symbolic.Text("AWS_IAM")),
	}
	if len(t.AuthType) > 1 || len(t.AuthType[0].When) > 0 {
		j.Change, j.Kind, j.Instead = nil, finding.Tells, "A condition of the template chooses it."
	}
	return j
}

// everybody judges a permission whose principal is everybody, by its action and conditions. Lambda knows no other conditions than these.
func everybody(s *stack.Stack, t *stack.Trigger) (Judgement, bool) {
	j := Judgement{
		Confidence: finding.Certain, Kind: finding.Tells, Subject: functionOf(t), Place: t.Span, Stack: s,
		Because: []source.Note{{Span: firstLine(t.Span), Text: "Principal *"}}, Key: []string{t.ID, "Principal"},
		Instead: "A service, an account or a role as `Principal` closes it, or `PrincipalOrgID` for one organisation.",
	}
	name := functionOf(t)
	invoke, url := certainly(t.Action, "lambda:InvokeFunction"), certainly(t.Action, "lambda:InvokeFunctionUrl")
	switch {
	case !invoke && !url:
		j.Severity, j.Message = finding.Critical, fmt.Sprintf("Everybody, in every AWS account, has `%s` on `%s`.", actionText(t), name)
	case len(t.OrgID) > 0:
		j.Severity, j.Message = finding.Low, fmt.Sprintf("Every principal of the organisation can run `%s`.", name)
	case len(t.Arn)+len(t.SourceAccount) > 0:
		j.Severity, j.Message = finding.Medium, fmt.Sprintf("The permission to run `%s` is for everybody with this source; a service as `Principal` says which.", name)
	case url && certainly(t.URLAuthType, "NONE"), invoke && certainly(t.ViaURL, "true"):
		return j, !hasURL(s, t) && publicURLMessage(&j, name)
	case url:
		j.Severity, j.Message = finding.High, fmt.Sprintf("Every AWS account can run `%s` by its URL.", name)
	case hasURL(s, t):
		j.Severity, j.Kind, j.Instead = finding.Critical, finding.Restricts, ""
		j.Message = fmt.Sprintf("Every AWS account can invoke `%s` directly, past its URL: the permission lacks `InvokedViaFunctionUrl`.", name)
		j.Change = set(t, "InvokedViaFunctionUrl", symbolic.Text("true"))
	default:
		j.Severity, j.Message = finding.Critical, fmt.Sprintf("Every AWS account can invoke `%s`.", name)
	}
	return j, true
}

// publicURLMessage is for a permission to a URL that is in no template here; the URL itself is told of where it is.
func publicURLMessage(j *Judgement, name string) bool {
	j.Severity, j.Message = finding.High, fmt.Sprintf("Everyone on the internet can run `%s` by a function URL.", name)
	return true
}

func actionText(t *stack.Trigger) string {
	if len(t.Action) == 0 {
		return "?"
	}
	return t.Action[0].Value.String()
}

// hasURL reports whether the function of a permission has a URL in the same template.
func hasURL(s *stack.Stack, t *stack.Trigger) bool {
	for _, u := range s.Triggers {
		if u.Kind == stack.URL && u.Function == t.Function && t.Function != "" {
			return true
		}
	}
	return false
}
