package analysis

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// patience is how long one hostile repository may take: far more than it needs, far less than a worker is given. It is for tests alone;
// the analysis itself counts steps.
const patience = 20 * time.Second

func options() Options { return Options{Tables: serviceref.Embedded()} }

// endure runs the analysis of a tree, and fails the test where it panics or does not end.
func endure(t *testing.T, tree source.Files) finding.Report {
	t.Helper()
	type answer struct {
		report finding.Report
		panics string
	}
	done := make(chan answer, 1)
	var m0, m1 runtime.MemStats
	runtime.ReadMemStats(&m0)
	start := time.Now()
	go func() {
		var a answer
		defer func() {
			if p := recover(); p != nil {
				a.panics = fmt.Sprintf("%v\n%s", p, debug.Stack())
			}
			done <- a
		}()
		a.report = Run(tree, options())
	}()
	select {
	case a := <-done:
		if a.panics != "" {
			t.Fatal("the analysis panics: " + a.panics)
		}
		runtime.ReadMemStats(&m1)
		t.Logf("%v, %d MB allocated, %d functions, %d findings, %d unread", time.Since(start).Round(time.Millisecond), (m1.TotalAlloc-m0.TotalAlloc)>>20, len(a.report.Functions), len(a.report.Findings), len(a.report.Unread))
		return a.report
	case <-time.After(patience):
		buf := make([]byte, 1<<16)
		n := runtime.Stack(buf, true)
		for _, g := range strings.Split(string(buf[:n]), "\n\n") {
			if strings.Contains(g, "endure.func1(") {
				t.Fatalf("the analysis does not end: %s", g)
			}
		}
		t.Fatal("the analysis does not end")
	}
	panic("unreachable")
}

const head = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
`

const good = head + `Resources:
  Good:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: good.handler
      CodeUri: good/
      Policies:
        - Statement:
            - Effect: Allow
              Action: [s3:GetObject, s3:PutObject]
              Resource: "arn:aws:s3:::in/*"
`
const goodPy = `import boto3
def handler(event, context):
    boto3.client("s3").get_object(Bucket="in", Key="x")
`

func sam(body string) string { return head + "Resources:\n" + body }

func fn(id, extra string) string {
	return "  " + id + ":\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.12\n      Handler: app.handler\n      CodeUri: src/\n" + extra
}

const appPy = goodPy

// TestHostile gives the analysis what nobody writes who means well. Each ends, soon, without a panic; what could not be followed is told
// with a place; and the good function beside it is read as ever.
func TestHostile(t *testing.T) {
	rep := strings.Repeat
	bomb := func() string {
		var b strings.Builder
		b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
		for i := 1; i < 12; i++ {
			fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(rep(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
		}
		return head + b.String() + "Resources:\n  F: {Type: 'AWS::Serverless::Function', Properties: {Policies: *a11}}\n"
	}
	nestSub := func(n int) string {
		return sam(fn("F", "      Environment: {Variables: {T: "+rep("{'Fn::Join': ['', [", n)+"x"+rep("]]}", n)+"}}\n"))
	}
	ifs := func(n int) string {
		var b strings.Builder
		b.WriteString(head + "Parameters:\n  P: {Type: String}\nConditions:\n")
		for i := range n {
			fmt.Fprintf(&b, "  C%d: !Equals [!Ref P, 'v%d']\n", i, i)
		}
		b.WriteString("Resources:\n" + fn("F", ""))
		b.WriteString("      Policies:\n        - Statement:\n            - Effect: Allow\n              Action: s3:GetObject\n              Resource: !Join\n                - ''\n                - - 'arn:aws:s3:::b'\n")
		for i := range n {
			fmt.Fprintf(&b, "                  - !If [C%d, 'a%d', 'b%d']\n", i, i, i)
		}
		return b.String()
	}
	ifStatements := func(n int) string {
		var b strings.Builder
		b.WriteString(head + "Parameters:\n  P: {Type: String}\nConditions:\n")
		for i := range n {
			fmt.Fprintf(&b, "  C%d: !Equals [!Ref P, 'v%d']\n", i, i)
		}
		b.WriteString("Resources:\n" + fn("F", ""))
		b.WriteString("      Policies:\n        - Statement:\n")
		for i := range n {
			fmt.Fprintf(&b, "            - !If\n              - C%d\n              - {Effect: Allow, Action: 's3:Get*', Resource: 'arn:aws:s3:::b%d/*'}\n              - {Effect: Allow, Action: 's3:*', Resource: 'arn:aws:s3:::c%d/*'}\n", i, i, i)
		}
		return b.String()
	}
	cross := func(a, r int) string {
		var b strings.Builder
		b.WriteString(fn("F", "      Policies:\n        - Statement:\n            - Effect: Allow\n"))
		b.WriteString("              Action:\n")
		for i := range a {
			fmt.Fprintf(&b, "                - s3:*%d*\n", i)
		}
		b.WriteString("              Resource:\n")
		for i := range r {
			fmt.Fprintf(&b, "                - arn:aws:s3:::*b%d*/*\n", i)
		}
		return sam(b.String())
	}
	policies := func(n int, what string) string {
		return sam(fn("F", "      Policies:\n"+rep("        - "+what+"\n", n)))
	}
	chainOfStacks := func(n int) source.Files {
		f := source.Files{}
		for i := range n {
			f[fmt.Sprintf("t%d.yaml", i)] = []byte(sam(fmt.Sprintf("  N:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: t%d.yaml\n      Parameters: {P: !Ref P}\n", (i+1)%n) + fn("F", "      Environment: {Variables: {P: !Ref P}}\n")))
		}
		f["src/app.py"] = []byte(appPy)
		return f
	}
	with := func(py string) source.Files {
		return source.Files{"template.yaml": []byte(sam(fn("F", "      Policies:\n        - Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]\n"))), "src/app.py": []byte(py), "good/template.yaml": []byte(good), "good/good/good.py": []byte(goodPy)}
	}
	tpl := func(s string) source.Files {
		return source.Files{"template.yaml": []byte(s), "src/app.py": []byte(appPy), "good/template.yaml": []byte(good), "good/good/good.py": []byte(goodPy)}
	}
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(fn(fmt.Sprintf("F%d", i), "      Policies: [AmazonS3FullAccess, AmazonDynamoDBFullAccess]\n"))
		}
		return sam(b.String())
	}
	callgraph := func(n int) string {
		var b strings.Builder
		b.WriteString("import boto3\ns3=boto3.client('s3')\n")
		fmt.Fprintf(&b, "def f%d(x):\n    s3.get_object(Bucket=x, Key='k')\n", n)
		for i := n - 1; i >= 0; i-- {
			fmt.Fprintf(&b, "def f%d(x):\n    f%d(x+'a')\n    f%d(x+'b')\n", i, i+1, i+1)
		}
		b.WriteString("def handler(event, context):\n    f0('')\n")
		return b.String()
	}
	classes := func(n int) string {
		var b strings.Builder
		b.WriteString("import boto3\n")
		for i := range n {
			fmt.Fprintf(&b, "class C%d(C%d, C%d):\n    def m(self):\n        super().m()\n        boto3.client('s3').get_object(Bucket='b',Key='k')\n", i, (i+1)%n, (i+7)%n)
		}
		b.WriteString("def handler(e,c):\n    C0().m()\n")
		return b.String()
	}
	cases := []struct {
		name string
		tree source.Files
	}{
		{"bomb", tpl(bomb())},
		{"selfalias", tpl(head + "Resources: &r\n  F: *r\n  G: &g {Type: 'AWS::Serverless::Function', Properties: *g}\n")},
		{"merge", tpl(head + "Resources:\n  F: &f\n    <<: *f\n    Type: AWS::Serverless::Function\n")},
		{"oneliner", tpl(head + "Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {Runtime: python3.12, Handler: app.handler, CodeUri: src, Policies: [" + rep("AmazonS3FullAccess, ", 50000) + "x]}}}\n")},
		{"deepflow", tpl(head + "Resources: " + rep("[", 300000))},
		{"deepflowclosed", tpl(head + "Resources: " + rep("[", 10000) + rep("]", 10000))},
		{"deepblock", tpl(head + "Resources:\n" + func() string {
			var b strings.Builder
			for i := range 1000 {
				b.WriteString(rep(" ", i+1) + "a:\n")
			}
			return b.String()
		}())},
		{"deepjson", source.Files{"template.json": []byte(`{"AWSTemplateFormatVersion":"2010-09-09","Resources":` + rep(`{"a":`, 150000) + "1" + rep("}", 150000) + "}"), "good/template.yaml": []byte(good), "good/good/good.py": []byte(goodPy)}},
		{"nestjoin100", tpl(nestSub(100))},
		{"nestjoin10k", tpl(nestSub(10000))},
		{"ifs8", tpl(ifs(8))},
		{"ifs30", tpl(ifs(30))},
		{"ifs2000", tpl(ifs(2000))},
		{"ifstatements30", tpl(ifStatements(30))},
		{"ifstatements60", tpl(ifStatements(60))},
		{"cross10x10", tpl(cross(10, 10))},
		{"cross200x200", tpl(cross(200, 200))},
		{"policies1000s3", tpl(policies(1000, "AmazonS3FullAccess"))},
		{"policies1000admin", tpl(policies(1000, "AdministratorAccess"))},
		{"policies30readonly", tpl(policies(30, "ReadOnlyAccess"))},
		{"policies2000crud", tpl(policies(2000, "DynamoDBCrudPolicy: {TableName: x}"))},
		{"stacks3", chainOfStacks(3)},
		{"stacks200", chainOfStacks(200)},
		{"selfstack", chainOfStacks(1)},
		{"many40", tpl(many(40))},
		{"dupids", tpl(sam(fn("F", "") + fn("F", "      Policies: [AmazonS3FullAccess]\n")))},
		{"globals", tpl(head + "Globals: &g\n  Function: *g\nResources:\n" + fn("F", ""))},
		{"py-binary", with("\x7fELF\x00\x01\x02" + rep("\xff\xfe\x00", 10000))},
		{"py-trunc", with(appPy + "def g(\n  x = [1,2,")},
		{"py-brackets", with("import boto3\nx = " + rep("[", 100000) + "\n" + goodPy)},
		{"py-brackets-closed", with("import boto3\nx = " + rep("[", 5000) + rep("]", 5000) + "\n" + goodPy)},
		{"py-1mib", with(goodPy + rep("x = 1\n", 60000))},
		{"py-over1mib", with(goodPy + rep("x = 1\n", 180000))},
		{"py-minified", with("import boto3;s=boto3.client('s3');" + rep("s.get_object(Bucket='b',Key='k');", 3000) + "\ndef handler(e,c):s.put_object(Bucket='b',Key='k')\n")},
		{"py-callgraph30", with(callgraph(30))},
		{"py-callgraph1000", with(callgraph(1000))},
		{"py-dict", with("import boto3\nD={" + func() string {
			var b strings.Builder
			for i := range 10000 {
				fmt.Fprintf(&b, "'k%d':'v%d',", i, i)
			}
			return b.String()
		}() + "}\ndef handler(e,c):\n    boto3.client('s3').get_object(Bucket=D[e['x']], Key='k')\n    for k in D: boto3.client('s3').put_object(Bucket=D[k],Key=k)\n")},
		{"py-getattr", with("import boto3\ns=boto3.client('s3')\ndef handler(e,c):\n" + rep("    getattr(s, e['m'])(Bucket='x')\n    getattr(boto3, e['q'])('s3').get_object()\n", 1000))},
		{"py-star", source.Files{"template.yaml": []byte(sam(fn("F", ""))), "src/app.py": []byte("from a import *\nfrom b import *\ndef handler(e,c):\n    go()\n"), "src/a.py": []byte("from b import *\nfrom app import *\n"), "src/b.py": []byte("from a import *\nimport boto3\ndef go():\n    boto3.client('s3').list_buckets()\n")}},
		{"py-classes", with(classes(50))},
		{"py-decorators", with("import boto3\ndef d(f):\n    def w(*a, **k):\n        return f(*a, **k)\n    return w\n" + rep("@d\n", 3000) + "def handler(e,c):\n    boto3.client('s3').get_object(Bucket='b',Key='k')\n")},
		{"py-recursion", with("import boto3\ndef handler(e,c):\n    boto3.client('s3').get_object(Bucket='b',Key='k')\n    handler(handler(e,c),handler)\n    return lambda: handler(e, handler)\n")},
		{"py-strings", with("import boto3\ndef handler(e,c):\n    x='a'\n" + rep("    x=x+x\n", 200) + "    boto3.client('s3').get_object(Bucket=x,Key='k')\n")},
		{"py-ifs", with("import boto3\ndef handler(e,c):\n    x='a'\n" + func() string {
			var b strings.Builder
			for i := range 300 {
				fmt.Fprintf(&b, "    if e[%d]: x=x+'b%d'\n", i, i)
			}
			return b.String()
		}() + "    boto3.client('s3').get_object(Bucket=x,Key='k')\n")},
		{"py-fmt", with("import boto3\ndef handler(e,c):\n    x='a'\n    x='%1000000000s' % x\n    y = x*1000000000\n    z='{:>1000000000}'.format(y)\n    w=f'{x:>99999999}'\n    v=x.zfill(10**9).ljust(10**9).center(10**9)\n    boto3.client('s3').get_object(Bucket=x+y+z+w+v,Key='k'*10**9)\n")},
		{"py-replace", with("import boto3\ndef handler(e,c):\n    x='aaaaaaaaaa'\n" + rep("    x=x.replace('a','aaaaaaaaaa')\n", 20) + "    boto3.client('s3').get_object(Bucket=x,Key='k')\n    y='a,'.join(x.split('a'))\n    boto3.client('s3').get_object(Bucket=y,Key='k')\n")},
		{"py-range", with("import boto3\nL=[i for i in range(10**9)]\nM=[(a,b) for a in L for b in L]\ndef handler(e,c):\n    for a,b in M:\n        boto3.client('s3').get_object(Bucket=f'{a}{b}',Key='k')\n")},
		{"py-lists", with("import boto3\nx=[1]\n" + rep("x=[x,x]\n", 100) + rep("x=x+x\n", 60) + "def handler(e,c):\n    for a in x: boto3.client('s3').get_object(Bucket=a,Key='k')\n")},
		{"unreadable names", tpl(head + "Resources:\n  \"F`<!-- x --> @all \u202e'\": {Type: 'AWS::Serverless::Function', Properties: {Runtime: python3.12, Handler: app.handler, CodeUri: src/, Environment: {Variables: {\"A\\nB`\": 'x'}}, Policies: [{Statement: [{Effect: Allow, Action: ['s3:`*', \"s3:Get\\nObject\", 's3:*'], Resource: \"arn:aws:s3:::<!--@x-->\\n/*\"}]}]}}\n")},
		{"paths", tpl(sam("  A: {Type: 'AWS::Serverless::Function', Properties: {Runtime: python3.12, Handler: '../../../../etc/passwd.h', CodeUri: '../../..'}}\n  B: {Type: 'AWS::Serverless::Function', Properties: {Runtime: python3.12, Handler: app.handler, CodeUri: /etc}}\n  C: {Type: 'AWS::Serverless::Function', Properties: {Runtime: python3.12, Handler: \"app\\0.handler\", CodeUri: \"src\\0/\"}}\n  D: {Type: 'AWS::Serverless::Function', Properties: {Runtime: python3.12, Handler: '', CodeUri: ''}}\n  E: {Type: 'AWS::Serverless::Function', Properties: {Runtime: python3.12, Handler: '....', CodeUri: 'src/../../src'}}\n  G: {Type: 'AWS::Serverless::Function', Properties: {Runtime: python3.12, Handler: 'C:\\\\x.h', CodeUri: 'file:///etc/passwd'}}\n  L: {Type: 'AWS::Serverless::LayerVersion', Properties: {ContentUri: ../../../..}}\n  H: {Type: 'AWS::Serverless::Function', Properties: {Runtime: python3.12, Handler: app.handler, CodeUri: src, Layers: [!Ref L, !Ref H, !Ref Nope]}}\n"))},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			report := endure(t, c.tree)
			for _, u := range report.Unread {
				if u.File == "" || u.Line < 1 || u.Reason == "" {
					t.Errorf("what was not read has no place or no reason: %+v", u)
				}
			}
			for _, f := range report.Functions {
				for _, u := range f.Unknown {
					if u.File == "" || u.Line < 1 || u.Reason == "" {
						t.Errorf("what is unknown of %s has no place or no reason: %+v", f.ID, u)
					}
				}
			}
			if _, there := c.tree["good/template.yaml"]; !there {
				return
			}
			i := slices.IndexFunc(report.Functions, func(f finding.Function) bool { return f.ID == "Good" })
			if i < 0 || report.Functions[i].Status != finding.Complete || len(report.Functions[i].Needed) == 0 {
				t.Error("the good function beside it is not read as ever")
			}
		})
	}
}
