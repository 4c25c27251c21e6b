package symbolic

// environment stands as the stack of conditions that are no template's: whether an environment variable is set.
const environment = "environment"

// Unset is the condition that an environment variable is not set: code has a default of its own for that.
func Unset(variable string) Condition {
	return Condition{Stack: environment, Name: variable, Not: true}
}

// Variable is the environment variable whose absence a condition is; ok is false where it is a condition of a template.
func (c Condition) Variable() (name string, ok bool) { return c.Name, c.Stack == environment && c.Not }
