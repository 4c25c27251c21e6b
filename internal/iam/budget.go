package iam

// The budgets of one proof. They count steps and no time, so that the same policies have the same verdict on every machine.
const (
	// MaxStates bounds the states of the automata that are walked for cells which no single statement covers.
	MaxStates = 20_000
	// MaxSteps bounds the work on those states: every letter that one goes on by, for every place in a pattern that it is at.
	MaxSteps = 4_000_000
	// MaxComparisons bounds the comparisons of patterns, each counted with its size: one for every 64 pairs of letters that it may look at.
	// The largest managed policies need some hundred thousand.
	MaxComparisons = 20_000_000
	// maxRows bounds the classes of requests that are looked at for one cell.
	maxRows = 200_000
)

// budget counts down; a budget that is spent makes every verdict Unsettled.
type budget struct{ states, steps, comparisons, rows int }

func newBudget() *budget {
	return &budget{states: MaxStates, steps: MaxSteps, comparisons: MaxComparisons, rows: maxRows}
}

func (b *budget) state() bool { b.states--; return b.states >= 0 }

func (b *budget) step(places int) bool { b.steps -= places; return b.steps >= 0 }

func (b *budget) row() bool { b.rows--; return b.rows >= 0 }

func (b *budget) compare(p pattern, qs []pattern) {
	for _, q := range qs {
		b.comparisons -= 1 + len(p.letters)*len(q.letters)/64
	}
}

func (b *budget) spent() bool { return b.states < 0 || b.steps < 0 || b.comparisons < 0 || b.rows < 0 }
