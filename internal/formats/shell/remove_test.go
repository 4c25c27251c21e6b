package shell_test

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/formats/shell"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// TestRemoveIsWhole: a command that attaches a policy goes with its line, and nothing else goes with it: what it is a part of stays a script.
func TestRemoveIsWhole(t *testing.T) {
	const attach = "aws iam attach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/AmazonS3FullAccess"
	for name, c := range map[string]struct{ text, want string }{
		"a line":                     {attach + "\necho done\n", "echo done\n"},
		"in a branch with others":    {"if true; then\n  echo yes\n  " + attach + "\nfi\n", "if true; then\n  echo yes\nfi\n"},
		"alone in a branch":          {"if true; then\n  " + attach + "\nfi\n", "the block that the command stands in would be empty"},
		"behind another":             {"echo yes &&\n  " + attach + "\n", "the command is a part of another"},
		"before another":             {attach + " &&\n  echo yes\n", "the command is a part of another"},
		"in a loop without words":    {"while read x; do\n  " + attach + "\n  echo $x\ndone\n", "a function or a loop of the script attaches this"},
		"in a loop that does more":   {"for p in S3 SQS; do\n  aws iam attach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/Amazon${p}FullAccess\n  touch $p\ndone\n", "a function or a loop of the script attaches this"},
		"the first word of a loop":   {"for p in S3 SQS; do\n  aws iam attach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/Amazon${p}FullAccess\ndone\n", "for p in SQS; do\n  aws iam attach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/Amazon${p}FullAccess\ndone\n"},
		"the last word, a line each": {"for p in SQS \\\n  S3; do\n  echo $p\n  aws iam attach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/Amazon${p}FullAccess\ndone\n", "for p in SQS; do\n  echo $p\n  aws iam attach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/Amazon${p}FullAccess\ndone\n"},
		"the only word of a loop":    {"for p in S3; do\n  aws iam attach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/Amazon${p}FullAccess\ndone\n", "a function or a loop of the script attaches this"},
		"a word of a loop in a loop": {"for q in a b; do\n  for p in S3 SQS; do\n    aws iam attach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/Amazon${p}FullAccess\n  done\ndone\n", "a function or a loop of the script attaches this"},
	} {
		t.Run(name, func(t *testing.T) {
			const role = "aws iam create-role --role-name r\n"
			tree := source.Files{"setup.sh": []byte(role + c.text)}
			s := shell.Read(tree, "setup.sh")
			change := stack.Change{Replace: &stack.ReplaceGrants{Role: "r"}}
			for _, g := range s.Roles[0].Grants {
				if g.Name == "AmazonS3FullAccess" {
					change.Replace.Keys = append(change.Replace.Keys, g.Key)
				}
			}
			edits, err := shell.Edit(tree, s, change)
			if err != nil {
				if !strings.HasPrefix(err.Error(), c.want) {
					t.Errorf("refused: %v", err)
				}
				return
			}
			now, err := source.Apply(tree["setup.sh"], edits)
			if err != nil || string(now) != role+c.want {
				t.Errorf("%v\n%s", err, now)
			}
		})
	}
}
