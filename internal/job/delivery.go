package job

// Delivery is one webhook that GitHub signed, with what is to be done about it.
type Delivery struct {
	ID           string // X-GitHub-Delivery: the same for a redelivery
	Event        string // X-GitHub-Event
	Action       string // of the payload, "" where the event has none
	Installation int64  // 0 where the payload names none
	Body         []byte // as signed
	Jobs         []Job  // nothing to do where there are none
	Why          string // why these jobs, or why none: for the operator and for `/pare status`
}
