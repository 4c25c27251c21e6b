package serviceref

// Tables answers questions about AWS. It is safe for concurrent use; services are opened when first asked for.
type Tables struct{}

// Embedded returns the tables of this build.
func Embedded() *Tables { return &Tables{} }
