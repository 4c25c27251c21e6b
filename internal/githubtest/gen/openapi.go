package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"strings"
)

// structure is what is kept of a schema: what a machine checks. Defaults are left out, since a judge that fills them in would change requests.
var structure = map[string]bool{
	"type": true, "properties": true, "required": true, "items": true, "enum": true, "nullable": true, "oneOf": true, "anyOf": true, "allOf": true,
	"not": true, "$ref": true, "format": true, "pattern": true, "minLength": true, "maxLength": true, "minItems": true, "maxItems": true,
	"minimum": true, "maximum": true, "additionalProperties": true, "minProperties": true, "maxProperties": true, "uniqueItems": true,
}

type object = map[string]any

// slimOpenAPI keeps the listed operations and the components that they reach. The answer is gzipped JSON with sorted keys: the same input, the same bytes.
func slimOpenAPI(description, keep []byte) ([]byte, error) {
	var doc object
	if err := json.Unmarshal(description, &doc); err != nil {
		return nil, err
	}
	paths := object{}
	for n, line := range strings.Split(string(keep), "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		if len(fields) < 3 {
			return nil, fmt.Errorf("line %d wants METHOD, path, why", n+1)
		}
		method, path := strings.ToLower(fields[0]), fields[1]
		op, ok := at(doc, "paths", path, method).(object)
		if !ok {
			return nil, fmt.Errorf("line %d: GitHub's description has no %s %s", n+1, fields[0], path)
		}
		item, _ := paths[path].(object)
		if item == nil {
			item = object{}
			paths[path] = item
		}
		item[method] = operation(op)
	}
	slim := object{
		"openapi": doc["openapi"], "paths": paths,
		"info": object{"title": "GitHub, the part that Pare uses", "version": at(doc, "info", "version")},
	}
	slim["components"] = reached(doc, slim)
	return zip(slim)
}

func zip(doc object) ([]byte, error) {
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// reached copies every component that doc or a copied component refers to.
func reached(from object, doc object) object {
	components := object{}
	todo := refs(doc, nil)
	for len(todo) > 0 {
		ref := todo[0]
		todo = todo[1:]
		_, rest, _ := strings.Cut(ref, "#/components/")
		kind, name, _ := strings.Cut(rest, "/")
		group, _ := components[kind].(object)
		if group == nil {
			group = object{}
			components[kind] = group
		}
		if group[name] != nil {
			continue
		}
		part := component(kind, at(from, "components", kind, name))
		group[name] = part
		todo = refs(part, todo)
	}
	return components
}

// refs adds the references within v to list.
func refs(v any, list []string) []string {
	switch v := v.(type) {
	case object:
		if ref, ok := v["$ref"].(string); ok {
			return append(list, ref)
		}
		for _, part := range v {
			list = refs(part, list)
		}
	case []any:
		for _, part := range v {
			list = refs(part, list)
		}
	}
	return list
}

// component is one entry of the components, cut by what it is.
func component(kind string, v any) any {
	part, _ := v.(object)
	switch kind {
	case "parameters":
		return parameter(part)
	case "responses":
		return response(part)
	case "requestBodies":
		return body(part)
	}
	return schema(v)
}

func operation(op object) object {
	out := object{"operationId": op["operationId"]}
	if list, ok := op["parameters"].([]any); ok {
		out["parameters"] = each(list, func(v any) any { return parameter(v.(object)) })
	}
	if b, ok := op["requestBody"].(object); ok {
		out["requestBody"] = body(b)
	}
	responses := object{}
	all, _ := op["responses"].(object)
	for status, r := range all {
		responses[status] = response(r.(object))
	}
	out["responses"] = responses
	return out
}

func parameter(p object) object {
	out := pick(p, "$ref", "name", "in", "required", "style", "explode")
	if p["schema"] != nil {
		out["schema"] = schema(p["schema"])
	}
	return out
}

func body(b object) object {
	out := pick(b, "$ref", "required")
	if c, ok := b["content"].(object); ok {
		out["content"] = content(c)
	}
	return out
}

// response has an empty description, since OpenAPI wants one.
func response(r object) object {
	if r["$ref"] != nil {
		return pick(r, "$ref")
	}
	out := object{"description": ""}
	if c, ok := r["content"].(object); ok {
		out["content"] = content(c)
	}
	return out
}

func content(c object) object {
	out := object{}
	for media, v := range c {
		part := object{}
		if s := at(v, "schema"); s != nil {
			part["schema"] = schema(s)
		}
		out[media] = part
	}
	return out
}

// schema keeps the structure of a schema, at every depth. The names of properties are names, not keywords.
func schema(v any) any {
	s, ok := v.(object)
	if !ok {
		return v
	}
	out := object{}
	for key, part := range s {
		switch {
		case !structure[key]:
		case key == "properties":
			properties := object{}
			for name, p := range part.(object) {
				properties[name] = schema(p)
			}
			out[key] = properties
		case key == "oneOf" || key == "anyOf" || key == "allOf":
			out[key] = each(part.([]any), schema)
		case key == "items" || key == "not" || key == "additionalProperties":
			out[key] = schema(part)
		default:
			out[key] = part
		}
	}
	return out
}

func each(list []any, f func(any) any) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

func pick(from object, keys ...string) object {
	out := object{}
	for _, k := range keys {
		if v, ok := from[k]; ok {
			out[k] = v
		}
	}
	return out
}

// at walks down objects, nil where the way ends.
func at(v any, way ...string) any {
	for _, key := range way {
		o, ok := v.(object)
		if !ok {
			return nil
		}
		v = o[key]
	}
	return v
}
