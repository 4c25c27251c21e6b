package iam

import (
	"testing"

	"github.com/parebot/pare/internal/symbolic"
)

func TestAllows(t *testing.T) {
	orders := tableArn(tableT)
	get := func(resource any) Request { return Request{Action: "s3:GetObject", Resource: value(resource)} }
	prod := []symbolic.Condition{{Name: "Prod"}}
	context := func(key string, v any) map[string]symbolic.Value { return map[string]symbolic.Value{key: value(v)} }
	for _, test := range []struct {
		why     string
		policy  Policy
		request Request
		want    symbolic.Answer
	}{
		{"nothing is allowed unasked", of(), get("a"), symbolic.No},
		{"actions have no case", of(allow("S3:getobject", "*")), get("a"), symbolic.Yes},
		{"resources have", of(allow("s3:*", "A")), get("a"), symbolic.No},
		{"a deny wins", of(allow("*", "*"), deny("s3:Get*", "a")), get("a"), symbolic.No},
		{"elsewhere it does not", of(allow("*", "*"), deny("s3:Get*", "b")), get("a"), symbolic.Yes},
		{"a deny that may match", of(allow("*", "*"), deny("s3:*", value("t/", tableT))), get("t/a"), symbolic.May},
		{"nor does an allow that may", of(allow("*", value("t/", tableT))), get("t/a"), symbolic.May},
		{"everything but", of(allow("s3:*", "b").except()), get("a"), symbolic.Yes},
		{"the exception", of(allow("s3:*", "a*").except()), get("ab"), symbolic.No},
		{"an unknown resource", of(allow("s3:*", "in/*")), get(lost), symbolic.May},
		{"below what is granted", of(allow("s3:*", value(orders, "/index/*"))), get(value(orders, "/index/", lost)), symbolic.Yes},
		{"another table", of(allow("s3:*", tableArn(tableU))), get(orders), symbolic.No},
		{"without a resource", of(allow("s3:*", orders)), get("*"), symbolic.No},

		{"a condition is not known", of(allow("s3:*", "*").with("StringEquals", "k", "a")), get("a"), symbolic.May},
		{"a deny's neither", of(allow("s3:*", "*"), deny("s3:*", "*").with("StringEquals", "k", "a")), get("a"), symbolic.May},
		{"with its key it is", of(allow("s3:*", "*").with("StringEquals", "K", "a")), Request{Action: "s3:GetObject", Resource: value("a"), Context: context("k", "a")}, symbolic.Yes},
		{"and fails", of(allow("s3:*", "*").with("StringLike", "k", "b*")), Request{Action: "s3:GetObject", Resource: value("a"), Context: context("k", "a")}, symbolic.No},
		{"with an expression", of(allow("s3:*", "*").with("ArnLike", "k", orders)), Request{Action: "s3:GetObject", Resource: value("a"), Context: context("k", orders)}, symbolic.Yes},
		{"bool has no case", of(allow("s3:*", "*").with("Bool", "k", "true")), Request{Action: "s3:GetObject", Resource: value("a"), Context: context("k", "True")}, symbolic.Yes},
		{"a key that is there is not null", of(allow("s3:*", "*").with("Null", "k", "true")), Request{Action: "s3:GetObject", Resource: value("a"), Context: context("k", "x")}, symbolic.No},
		{"numbers are not followed", of(allow("s3:*", "*").with("NumericLessThan", "k", "3")), Request{Action: "s3:GetObject", Resource: value("a"), Context: context("k", "2")}, symbolic.May},

		{"in some worlds", of(allow("s3:*", "*").when("Prod", false)), get("a"), symbolic.May},
		{"in this one", of(allow("s3:*", "*").when("Prod", false)), Request{Action: "s3:GetObject", Resource: value("a"), When: prod}, symbolic.Yes},
		{"not in this one", of(allow("s3:*", "*").when("Prod", true)), Request{Action: "s3:GetObject", Resource: value("a"), When: prod}, symbolic.No},
		{"in each in its way", of(allow("s3:*", "a").when("Prod", true), allow("s3:Get*", "*").when("Prod", false)), get("a"), symbolic.Yes},

		{"what could not be read may allow", of(Statement{Effect: Allow, Actions: terms("s3:*"), Resources: terms("*"), Partial: true}), get("a"), symbolic.May},
		{"or deny", of(allow("s3:*", "*"), Statement{Actions: terms("s3:*"), Resources: terms("*"), Partial: true}), get("a"), symbolic.May},

		{"who is asked", of(allow("sts:AssumeRole").to("Service", "lambda.amazonaws.com")), Request{Action: "sts:AssumeRole", Principal: Principal{Kind: "Service", Value: value("lambda.amazonaws.com")}}, symbolic.Yes},
		{"someone else", of(allow("sts:AssumeRole").to("Service", "lambda.amazonaws.com")), Request{Action: "sts:AssumeRole", Principal: Principal{Kind: "Service", Value: value("ec2.amazonaws.com")}}, symbolic.No},
		{"everyone", of(allow("sts:AssumeRole").to("AWS", "*")), Request{Action: "sts:AssumeRole", Principal: Principal{Kind: "Service", Value: value("ec2.amazonaws.com")}}, symbolic.Yes},
		{"an account and its root", of(allow("sts:AssumeRole").to("AWS", "123456789012")), Request{Action: "sts:AssumeRole", Principal: Principal{Kind: "AWS", Value: value("arn:aws:iam::123456789012:root")}}, symbolic.Yes},
		{"a name that is not known", of(allow("sts:AssumeRole").to("AWS", lost)), Request{Action: "sts:AssumeRole", Principal: Principal{Kind: "AWS", Value: value("arn:a")}}, symbolic.May},
	} {
		if got := test.policy.Allows(test.request); got != test.want {
			t.Errorf("%s: %d, want %d", test.why, got, test.want)
		}
	}
}

func TestActionMatches(t *testing.T) {
	if ActionMatches(value("s3:get*"), "s3:GetObject") != symbolic.Yes || ActionMatches(value("s3:Put*"), "s3:GetObject") != symbolic.No {
		t.Error("an action pattern is a glob without case")
	}
	if ActionMatches(value("s3:", lost), "sqs:SendMessage") != symbolic.No || ActionMatches(value("s3:", lost), "s3:GetObject") != symbolic.May {
		t.Error("an unknown action may be any, of its service")
	}
}
