package githubtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// listDeliveries goes by cursor, not by page: the cursor is the id of the last delivery that was shown.
func listDeliveries(c *call) answer {
	q := c.r.URL.Query()
	all := c.hub.kept()
	if want := q.Get("status"); want != "" {
		all = slices.DeleteFunc(all, func(d *delivery) bool { return d.code < 400 != (want == "success") })
	}
	if after := q.Get("cursor"); after != "" {
		i := slices.IndexFunc(all, func(d *delivery) bool { return fmt.Sprint(d.id) == after })
		if i < 0 {
			return fail(http.StatusBadRequest, "Invalid cursor")
		}
		all = all[i+1:]
	}
	per := clamp(q.Get("per_page"), defaultPerPage, maxPerPage)
	items := []object{}
	for _, d := range all[:min(per, len(all))] {
		items = append(items, d.row())
	}
	a := ok(items)
	if len(all) > per {
		q.Set("cursor", fmt.Sprint(all[per-1].id))
		next := url.URL{Scheme: "http", Host: c.r.Host, Path: c.r.URL.Path, RawQuery: q.Encode()}
		a.set("Link", "<"+next.String()+`>; rel="next"`)
	}
	return a
}

func getDelivery(c *call) answer {
	for _, d := range c.hub.kept() {
		if d.id == c.number("delivery_id") {
			row := d.row()
			row["url"] = c.hub.options.Webhook.URL
			row["request"] = object{"headers": flat(d.requestHead), "payload": json.RawMessage(d.payload)}
			row["response"] = object{"headers": flat(d.answerHead), "payload": d.answer}
			return ok(row)
		}
	}
	return missing()
}

// redeliver answers at once; the delivery follows.
func redeliver(c *call) answer {
	d := c.hub.again(c.number("delivery_id"))
	if d == nil {
		return missing()
	}
	c.after = append(c.after, func() { c.hub.sending.Go(func() { c.hub.send(d) }) })
	return answer{status: http.StatusAccepted, body: object{}}
}

func (d *delivery) row() object {
	row := object{
		"id": d.id, "guid": d.guid, "delivered_at": stamp(d.at), "redelivery": d.redelivery, "duration": d.took.Seconds(), "status": d.status,
		"status_code": d.code, "event": d.event, "action": orNull(d.action), "installation_id": nil, "repository_id": nil, "throttled_at": nil,
	}
	if d.installation != 0 {
		row["installation_id"] = d.installation
	}
	if d.repo != 0 {
		row["repository_id"] = d.repo
	}
	return row
}

func flat(head http.Header) object {
	out := object{}
	for name, values := range head {
		out[name] = strings.Join(values, ", ")
	}
	return out
}
