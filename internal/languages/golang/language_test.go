package golang_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/languages/golang"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// calls follows a file from its function main.
func calls(t testing.TB, src string) flow.Result {
	t.Helper()
	tree := source.Files{"main.go": []byte(src)}
	return flow.Run(flow.Entry{Language: golang.New(tree, nil, serviceref.Embedded()), Loader: loader{tree}, File: "main.go", Symbol: "main"})
}

type loader struct{ tree source.Tree }

func (l loader) Load(file string) (*program.Module, error) {
	src, err := l.tree.Read(file)
	if err != nil {
		return nil, err
	}
	return golang.Lower(file, src)
}

// packages are the names of the SDKs' packages for services, where these are not the client's without hyphens. Where the first SDK has
// another one than the second, it follows.
var packages = map[string]string{
	"amp": "amp prometheusservice", "application-autoscaling": "applicationautoscaling", "apigateway": "apigateway", "ce": "costexplorer", "cloudhsmv2": "cloudhsmv2",
	"cognito-idp": "cognitoidentityprovider", "cognito-identity": "cognitoidentity", "cur": "costandusagereportservice", "deadline": "deadline",
	"discovery": "applicationdiscoveryservice", "dms": "databasemigrationservice", "ds": "directoryservice", "elb": "elasticloadbalancing elb",
	"elbv2": "elasticloadbalancingv2 elbv2", "es": "elasticsearchservice", "events": "eventbridge", "iot-data": "iotdataplane",
	"iot-jobs-data": "iotjobsdataplane", "lex-models": "lexmodelbuildingservice", "lex-runtime": "lexruntimeservice", "logs": "cloudwatchlogs",
	"meteringmarketplace": "marketplacemetering", "mgh": "migrationhub", "opensearchserverless": "opensearchserverless",
	"resourcegroupstaggingapi": "resourcegroupstaggingapi", "sdb": "simpledb", "serverlessrepo": "serverlessapplicationrepository",
	"service-quotas": "servicequotas", "stepfunctions": "sfn", "transcribe": "transcribe transcribeservice", "config": "configservice",
	"autoscaling": "autoscaling", "autoscaling-plans": "autoscalingplans", "marketplace-catalog": "marketplacecatalog", "mturk": "mturk",
	"marketplace-entitlement": "marketplaceentitlementservice",
}

// named is the package of a service in one of the SDKs.
func named(of serviceref.SDK, service string) string {
	names := strings.Fields(packages[service])
	switch {
	case len(names) == 0:
		return strings.ReplaceAll(service, "-", "")
	case of == serviceref.Go1:
		return names[len(names)-1]
	}
	return names[0]
}

// TestEveryOperation: each operation, paginator and waiter of each service that the SDKs have, in every form in which they spell it, is the
// operation that serviceref names.
func TestEveryOperation(t *testing.T) {
	tables := serviceref.Embedded()
	for _, sdk := range []serviceref.SDK{serviceref.Go1, serviceref.Go2} {
		services, _ := tables.Services(sdk)
		known, forms, waiters := 0, 0, 0
		for _, service := range services {
			pkg := named(sdk, service)
			if client, ok := tables.ClientOf(sdk, pkg); !ok || client != service {
				t.Logf("%s has no package %s for %s", sdk, pkg, service)
				continue
			}
			known++
			src, want := everything(tables, sdk, service, pkg)
			got := calls(t, src)
			forms += len(want)
			waiters += len(tables.Waiters(service))
			if len(got.Unknown) > 0 || len(got.Calls) != len(want) {
				t.Errorf("%s %s: %d calls of %d, unknown %v", sdk, service, len(got.Calls), len(want), got.Unknown[:min(3, len(got.Unknown))])
				continue
			}
			for i, c := range got.Calls {
				if c.Operation != want[i] || c.Service != service {
					t.Errorf("%s: %s.%s is read as %s.%s", sdk, service, want[i], c.Service, c.Operation)
				}
			}
		}
		t.Logf("%s: %d of %d services, %d forms of operations, %d waiters", sdk, known, len(services), forms, waiters)
		if known < len(services)*9/10 {
			t.Errorf("%s: only %d of %d services have a package", sdk, known, len(services))
		}
	}
}

// everything is a program that makes every call of a service, and the operations in order.
func everything(tables *serviceref.Tables, sdk serviceref.SDK, service, pkg string) (src string, want []string) {
	add := func(operation, format string) {
		src += "\t" + strings.NewReplacer("PKG", pkg, "OP", operation).Replace(format) + "\n"
		want = append(want, operation)
	}
	for _, operation := range tables.Operations(service) {
		input := "&PKG.OPInput{}"
		if sdk == serviceref.Go2 {
			add(operation, "c.OP(ctx, "+input+")")
			continue
		}
		add(operation, "c.OP("+input+")")
		add(operation, "c.OPWithContext(ctx, "+input+")")
		add(operation, "c.OPRequest("+input+")")
	}
	for _, waiter := range tables.Waiters(service) {
		operation, _ := tables.Waiter(service, waiter)
		name := ""
		for _, word := range strings.Split(waiter, "_") {
			name += strings.ToUpper(word[:1]) + word[1:]
		}
		format := "PKG.New" + name + "Waiter(c).Wait(ctx, &PKG.OPInput{}, 1)"
		if sdk == serviceref.Go1 {
			format = "c.WaitUntil" + name + "(&PKG.OPInput{})"
		}
		add(operation, format)
	}
	head := "cfg, _ := config.LoadDefaultConfig(ctx)\n\tc := %s.NewFromConfig(cfg)"
	imports := []string{"github.com/aws/aws-sdk-go-v2/config", "github.com/aws/aws-sdk-go-v2/service/" + pkg}
	if sdk == serviceref.Go1 {
		head = "c := %s.New(session.Must(session.NewSession()))"
		imports = []string{"github.com/aws/aws-sdk-go/aws/session", "github.com/aws/aws-sdk-go/service/" + pkg}
	}
	text := "package main\n\nimport (\n\t\"context\"\n"
	for _, path := range slices.Sorted(slices.Values(imports)) {
		text += "\t\"" + path + "\"\n"
	}
	return text + ")\n\nfunc main() {\n\tctx := context.Background()\n\t" + fmt.Sprintf(head, pkg) + "\n" + src + "}\n", want
}
