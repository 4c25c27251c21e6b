package rules

import (
	"fmt"
	"slices"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// unusedAction tells of granted actions that nothing needs: not the code of any function with the role, and not the platform.
// What something unknown may need is no part of it, and of AWS's managed policies another rule speaks.
func unusedAction(f Facts) (all []Judgement) {
	for _, c := range causes(f) {
		unused := c.those(access.Unused)
		if len(unused) == 0 || c.origin() == stack.Managed || c.origin() == stack.Framework {
			continue
		}
		j := Judgement{
			Severity: severityOf(allowed(unused, f.Tables), f.Tables), Confidence: finding.Likely, Kind: finding.Removes,
			Subject: c.subject(), Place: c.span, Message: unusedMessage(c, unused) + c.missingObjects(unused), Because: c.evidence(kept(c.cells)),
			Key: c.identity(append(patterns(unused), texts(c.grants[0].Statement.Resources))...), Stack: c.role.Stack, Cause: c.key(),
		}
		if restricted(c.grants[0].Statement) {
			j.Severity = lower(j.Severity, 1)
		}
		j.Change, j.Instead = c.replacement()
		all = append(all, j)
	}
	return all
}

// unusedMessage counts first. An action that is needed on another resource of the statement is named with the resource that is not.
func unusedMessage(c cause, unused []access.Judged) string {
	gone, extra := c.entirely(unused)
	granted := patterns(c.cells)
	switch {
	case len(gone) == len(granted) && len(gone) == 1:
		return fmt.Sprintf("%s %s not need `%s`, which %s grants.", c.who(), c.does(), gone[0], c.policy())
	case len(gone) == len(granted):
		return fmt.Sprintf("%s %s none of the %d actions that %s grants: %s.", c.who(), c.needs(), len(gone), c.policy(), list(gone))
	case len(gone) > 0:
		return fmt.Sprintf("%s %s %d of the %d actions that %s grants. Not needed: %s.", c.who(), c.needs(), len(granted)-len(gone), len(granted), c.policy(), list(gone))
	}
	return fmt.Sprintf("%s %s %s, but not on %s.", c.who(), c.needs(), list(patterns(unused)), list(extra))
}

// entirely are the action patterns of which no cell is needed, and the resources of the other unused cells.
func (c cause) entirely(unused []access.Judged) (gone, extra []string) {
	for _, j := range unused {
		pattern := j.ActionPattern().String()
		alive := slices.ContainsFunc(c.cells, func(o access.Judged) bool { return o.Use != access.Unused && o.ActionPattern().String() == pattern })
		if alive {
			extra = append(extra, j.ResourcePattern().String())
		} else {
			gone = append(gone, pattern)
		}
	}
	return unique(gone), unique(extra)
}

// missingObjects says what changes for code that reads objects of a bucket once it may no longer list them. Whether the code tells a missing
// object from a forbidden one is not known here.
func (c cause) missingObjects(unused []access.Judged) string {
	for _, j := range unused {
		if literal(j.ActionPattern()) == "s3:ListBucket" && slices.ContainsFunc(c.all, func(o access.Judged) bool { return reads(o, j.ResourcePattern()) }) {
			return " Without `s3:ListBucket`, S3 answers AccessDenied instead of NoSuchKey where an object does not exist."
		}
	}
	return ""
}

// reads reports whether a cell serves a need to read objects of a bucket.
func reads(j access.Judged, bucket symbolic.Value) bool {
	within := symbolic.Concat(bucket, symbolic.Text("/*"))
	return slices.ContainsFunc(j.Keep, func(n access.Need) bool {
		return n.Action == "s3:GetObject" && (isStar(bucket) || symbolic.Match(within, n.Resource) != symbolic.No)
	})
}
