package review

import (
	"encoding/json"
	"slices"

	"github.com/parebot/pare/internal/finding"
)

// The part of SARIF 2.1.0 that GitHub's code scanning reads.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		Results []sarifResult `json:"results"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID string `json:"id"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region struct {
				StartLine int `json:"startLine"`
				EndLine   int `json:"endLine"`
			} `json:"region"`
		} `json:"physicalLocation"`
	}
)

// Sarif is a report for code scanning. Columns are left out: findings are about lines.
func Sarif(r finding.Report) ([]byte, error) {
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "Pare", InformationURI: "https://github.com/parebot/pare", Rules: []sarifRule{}}
	var ids []string
	for _, f := range r.Findings {
		ids = append(ids, f.Rule)
		result := sarifResult{
			RuleID: f.Rule, Level: sarifLevel(f.Severity), Message: sarifText{plain(f.Message)},
			Fingerprints: map[string]string{"pare/v1": f.Fingerprint},
		}
		var at sarifLocation
		at.Physical.Artifact.URI = f.File
		at.Physical.Region.StartLine, at.Physical.Region.EndLine = max(f.Line, 1), max(f.EndLine, f.Line, 1)
		result.Locations = []sarifLocation{at}
		run.Results = append(run.Results, result)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{id})
	}
	return json.MarshalIndent(sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}}, "", "  ")
}

func sarifLevel(s finding.Severity) string {
	switch {
	case rank(s) >= rank(finding.High):
		return "error"
	case rank(s) >= rank(finding.Medium):
		return "warning"
	}
	return "note"
}
