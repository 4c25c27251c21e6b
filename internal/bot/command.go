package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/parebot/pare/internal/commands"
	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/queue"
	"github.com/parebot/pare/internal/review"
)

// maxReplies is how many replies a person gets in an hour, in all repositories of an installation: on a public repository anybody may ask.
const maxReplies = 20

// commands answers the commands of one comment: a reaction at once, a reply where there is something to read, and at most one new review.
func (d *desk) commands(ctx context.Context) error {
	if d.job.Comment == nil {
		return fmt.Errorf("%w: a command without its comment", queue.ErrFinal)
	}
	list := commands.Parse(d.job.Comment.Body)
	if len(list) == 0 {
		return nil // the line that looked like one stands in code or in a quote
	}
	permission, err := d.repo.Permission(ctx, d.job.Comment.Author)
	if err != nil {
		return err
	}
	again, last := false, "rocket"
	for i, p := range list {
		c, nearest, known := commands.Find(p.Name)
		if !known {
			c, last = unknown(p.Name, nearest), "confused"
		}
		if !c.Needs.Allows(permission) {
			return d.refuse(ctx, c.Needs)
		}
		if err := d.react(ctx, "eyes"); err != nil {
			return err
		}
		answer := c.Run(d.bot.o.Commands, p.Args)
		again = again || answer.Again
		if answer.Reply == "" {
			continue
		}
		if err := d.answer(ctx, fmt.Sprintf("%d/%d", d.job.Comment.ID, i), answer.Reply); errors.Is(err, errEnough) {
			last = "-1"
		} else if err != nil {
			return err
		}
	}
	if again {
		return d.regenerate(ctx, last)
	}
	return d.react(ctx, last)
}

var errEnough = errors.New("the person has got enough replies for this hour")

// answer replies to a person who has not had too many replies.
func (d *desk) answer(ctx context.Context, which, body string) error {
	author := "reply/" + strings.ToLower(d.job.Comment.Author)
	n, err := d.store().Acted(ctx, d.job.Installation, author, d.store().Now().Add(-time.Hour))
	if err != nil {
		return err
	}
	if n >= maxReplies {
		d.log.Warn("a person asks for many replies", "author", d.job.Comment.Author)
		return errEnough
	}
	return d.reply(ctx, author+"/"+which, body)
}

// unknown answers a command that is none, for whoever may read.
func unknown(name, nearest string) commands.Command {
	return commands.Command{Needs: commands.Read, Run: func(commands.Env, []string) commands.Answer {
		return commands.Answer{Reply: commands.Unknown(name, nearest)}
	}}
}

// regenerate reads the head again, in the turn that the command has in its lane.
func (d *desk) regenerate(ctx context.Context, last string) (err error) {
	if d.fence, err = d.store().Fence(ctx, d.job.Installation, d.lane()); err != nil {
		return err
	}
	if err := d.review(ctx); err != nil {
		var wait *github.Wait
		if !errors.As(err, &wait) && !errors.Is(err, github.ErrSuperseded) && ctx.Err() == nil {
			err = errors.Join(err, d.react(ctx, "confused"))
		}
		return err
	}
	return d.react(ctx, last)
}

// refuse says once to a person, in one line, that they may not; later only by a reaction.
func (d *desk) refuse(ctx context.Context, needs commands.Needs) error {
	if err := d.react(ctx, "-1"); err != nil {
		return err
	}
	name := "refused/" + strings.ToLower(d.job.Comment.Author)
	return d.reply(ctx, name, "This command asks for "+string(needs)+" access to the repository.")
}

func (d *desk) react(ctx context.Context, content string) error {
	id := d.job.Comment.ID
	w := review.Write{Key: fmt.Sprintf("react/%d/%s", id, content), React: &review.React{Comment: id, Content: content}}
	_, err := d.repo.Publish(ctx, github.Target{Number: d.job.PullRequest.Number}, w)
	if errors.Is(err, github.ErrGone) {
		return nil // the comment was deleted meanwhile: nobody is there to see it
	}
	return err
}

// reply posts a comment once: where a crash lay between the act and the note of it, GitHub is asked whether the comment is there.
func (d *desk) reply(ctx context.Context, name, body string) error {
	number := d.job.PullRequest.Number
	was, err := d.store().Begin(ctx, d.job.Installation, d.lane(), name)
	if err != nil || was.Done {
		return err
	}
	id := int64(0)
	if was.Begun {
		if id, err = d.repo.Replied(ctx, number, name); err != nil {
			return err
		}
	}
	if id == 0 {
		made, err := d.repo.Publish(ctx, github.Target{Number: number}, review.Write{Key: name, Reply: &review.Reply{Name: name, Body: body}})
		if err != nil {
			return err
		}
		id = made.ID
	}
	return d.store().Finish(ctx, d.job.Installation, d.lane(), name, id)
}

// quoted shows a text as it is: a fence that is longer than any run of back-ticks in it.
func quoted(text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + "\n" + text + "\n" + fence
}
