package serverless

func (s *service) announceEvents(f *function) {}
func (s *service) events(f *function)         {}
func (s *service) url(f *function)            {}
