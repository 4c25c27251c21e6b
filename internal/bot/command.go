package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/parebot/pare/internal/commands"
	"github.com/parebot/pare/internal/github"
	"github.com/parebot/pare/internal/queue"
	"github.com/parebot/pare/internal/review"
)

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
	again := false
	for i, p := range list {
		answer, allowed, err := d.answer(ctx, p, permission)
		if err != nil {
			return err
		}
		if !allowed {
			return d.refuse(ctx)
		}
		again = again || answer.Again
		if answer.Reply != "" {
			if err := d.reply(ctx, fmt.Sprintf("reply/%d/%d", d.job.Comment.ID, i), answer.Reply); err != nil {
				return err
			}
		}
	}
	if !again {
		return d.react(ctx, "rocket")
	}
	return d.regenerate(ctx)
}

// answer runs one command where the commenter may.
func (d *desk) answer(ctx context.Context, p commands.Parsed, permission string) (commands.Answer, bool, error) {
	c, nearest, known := commands.Find(p.Name)
	if !known {
		c.Needs = commands.Read
	}
	if !c.Needs.Allows(permission) {
		return commands.Answer{}, false, nil
	}
	if !known {
		return commands.Answer{Reply: commands.Unknown(p.Name, nearest)}, true, d.react(ctx, "confused")
	}
	return c.Run(d.bot.o.Commands, p.Args), true, d.react(ctx, "eyes")
}

// regenerate reads the head again, in the turn that the command has in its lane.
func (d *desk) regenerate(ctx context.Context) (err error) {
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
	return d.react(ctx, "rocket")
}

// refuse says once to a person, in one line, that they may not; later only by a reaction.
func (d *desk) refuse(ctx context.Context) error {
	if err := d.react(ctx, "-1"); err != nil {
		return err
	}
	name := "refused/" + strings.ToLower(d.job.Comment.Author)
	return d.reply(ctx, name, "This command asks for write access to the repository.")
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

// reply posts a comment once.
func (d *desk) reply(ctx context.Context, name, body string) error {
	was, err := d.store().Begin(ctx, d.job.Installation, d.lane(), name)
	if err != nil || was.Done {
		return err
	}
	made, err := d.repo.Publish(ctx, github.Target{Number: d.job.PullRequest.Number}, review.Write{Key: name, Reply: &review.Reply{Body: body}})
	if err != nil {
		return err
	}
	return d.store().Finish(ctx, d.job.Installation, d.lane(), name, made.ID)
}

// quoted shows a text as it is: a fence that is longer than any run of back-ticks in it.
func quoted(text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + "\n" + text + "\n" + fence
}
