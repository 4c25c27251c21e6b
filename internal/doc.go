// Package internal is the house of Pare. This page is the tour: read it from the ground up, or follow one pull request down and up again.
//
// A delivery comes in at webhooks, is stored with its job, and waits in the queue. The bot takes it, asks github for the two trees and the
// diff, and hands them to confine, which lets a child process think: analysis reads the templates (formats), finds the code
// (locate), reads it (languages), follows it (flow), compares what is needed with what is granted (access), judges (rules), and
// proves (iam) what it suggests. review decides what to say and where; github says it.
//
// A package imports only packages on floors below its own: floors_test.go is the law.
//
// The ground:
//   - source: text and where it stands: trees, spans, edits, diffs
//   - job: what one piece of work is about
//   - config: the settings of one repository
//
// Floor 1, what files and strings are made of:
//   - document: a YAML or JSON file as one tree of values with exact spans
//   - symbolic: strings known in part: literals, template expressions, environment, event, unknown; match answers yes, no or may
//
// Floor 2:
//   - iam: AWS's policy language, its proof and its evaluator
//
// Floor 3, the nouns:
//   - stack: what a template deploys, whatever its format
//   - sdk: one AWS SDK call at one place in code
//   - program: source code in one neutral form, whatever its language
//   - serviceref: AWS's tables; serviceref/refresh, up where the network is, reads what AWS says that is newer
//
// Floor 4:
//   - cloudformation: resources and intrinsic functions
//   - estate: the stacks of one repository as one
//   - finding: what Pare says; its print is the JSON contract
//   - flow: runs a program without executing it
//
// Floor 5, where the work is done:
//   - locate: from a function of a template to its code
//   - access: needed against granted, per role
//
// Floor 6, three tables:
//   - rules: one judgement a file
//   - formats: one template format a folder
//   - languages: one programming language a folder
//
// Floor 7, think and speak:
//   - analysis: the story: a tree in, a report out
//   - review: what to say and where, within GitHub's limits
//
// Floor 8, the world outside:
//   - github: the only room that talks to GitHub
//   - githubtest: a stateful GitHub on loopback, for the demo and for every test
//   - queue: jobs that survive a crash, one lane a pull request
//   - store: what is remembered
//   - confine: thinking in a process that can do nothing else
//   - commands: the slash commands
//
// Floor 9:
//   - bot: one job from start to end
//   - pages: what a browser sees
package internal
