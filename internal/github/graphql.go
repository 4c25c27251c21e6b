package github

import (
	"context"
	"fmt"
	"strings"
)

// blobs asks for many blobs in one GraphQL question. Blobs that are binary, or that GitHub cuts short, are absent from the answer.
func (r *Repository) blobs(ctx context.Context, shas []string) (map[string][]byte, error) {
	var query strings.Builder
	query.WriteString("query($owner:String!,$name:String!){repository(owner:$owner,name:$name){")
	for i, sha := range shas {
		if err := checkObject(sha); err != nil {
			return nil, err
		}
		fmt.Fprintf(&query, `b%d:object(oid:"%s"){... on Blob{oid text byteSize isBinary isTruncated}}`, i, sha)
	}
	query.WriteString("}}")
	var answer struct {
		Repository map[string]*struct {
			OID         string  `json:"oid"`
			Text        *string `json:"text"`
			ByteSize    int     `json:"byteSize"`
			IsBinary    *bool   `json:"isBinary"`
			IsTruncated bool    `json:"isTruncated"`
		} `json:"repository"`
	}
	if err := r.graphql(ctx, query.String(), map[string]any{"owner": r.owner, "name": r.repo}, &answer); err != nil {
		return nil, fmt.Errorf("reading %d blobs: %w", len(shas), err)
	}
	texts := make(map[string][]byte)
	for _, b := range answer.Repository {
		// The size tells whether the text is the bytes: GitHub replaces what is not UTF-8.
		if b != nil && b.Text != nil && !b.IsTruncated && len(*b.Text) == b.ByteSize {
			texts[b.OID] = []byte(*b.Text)
		}
	}
	return texts, nil
}

// graphql sends one question. go-github has no GraphQL; on GitHub Enterprise Server it lies beside /api/v3/.
func (r *Repository) graphql(ctx context.Context, query string, variables map[string]any, into any) error {
	where := "graphql"
	if strings.HasSuffix(r.client.BaseURL.Path, "/api/v3/") {
		where = "../graphql"
	}
	req, err := r.client.NewRequest("POST", where, map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	answer := struct {
		Data   any `json:"data"`
		Errors []struct {
			Type    string `json:"type"`
			Message string `json:"message"`
		} `json:"errors"`
	}{Data: into}
	if _, err := r.client.Do(ctx, req, &answer); err != nil {
		return err
	}
	if len(answer.Errors) > 0 {
		return fmt.Errorf("GraphQL: %.200s", answer.Errors[0].Message)
	}
	return nil
}
