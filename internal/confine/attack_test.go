package confine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// The child of these tests is an enemy: it does what the file "do" of its workspace says, and reports how that went.
func TestMain(m *testing.M) {
	Main(attack)
	os.Exit(m.Run())
}

func attack(ws source.Workspace, _ config.Settings) finding.Report {
	order, err := ws.Head.Read("do")
	if err != nil {
		return readAll(ws)
	}
	what, arg, _ := strings.Cut(strings.TrimSpace(string(order)), " ")
	return told(attacks[what](ws, arg))
}

// told puts one line of text where the parent lets it through.
func told(line string) finding.Report {
	return finding.Report{Version: finding.Version, Status: finding.Partial, Unread: []finding.Unread{{File: "do", Line: 1, Reason: line}}}
}

// readAll reads every file; one whose text is "boom" ends the process.
func readAll(ws source.Workspace) finding.Report {
	r := finding.Report{Version: finding.Version, Status: finding.Partial}
	for _, p := range ws.Head.Paths() {
		text, err := ws.Head.Read(p)
		if err != nil {
			r.Unread = append(r.Unread, finding.Unread{File: p, Line: 1, Reason: err.Error()})
			continue
		}
		if bytes.Contains(text, []byte("boom")) {
			os.Exit(3)
		}
		r.Unread = append(r.Unread, finding.Unread{File: p, Line: 1, Reason: "read"})
	}
	return r
}

var attacks = map[string]func(source.Workspace, string) string{
	"environment": func(source.Workspace, string) string { return fmt.Sprint(os.Environ()) },
	"open":        func(_ source.Workspace, path string) string { return words(os.ReadFile(path)) },
	"create": func(_ source.Workspace, path string) string {
		return words(nil, os.WriteFile(path, []byte("x"), 0o600))
	},
	"socket": func(_ source.Workspace, addr string) string { return words(net.Dial("tcp", addr)) },
	"udp":    func(source.Workspace, string) string { return words(unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)) },
	"unix":   func(source.Workspace, string) string { return words(unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)) },
	"exec":   func(source.Workspace, string) string { return words(exec.Command("/bin/true").Output()) },
	"execve": func(source.Workspace, string) string {
		return words(nil, syscall.Exec("/bin/true", []string{"true"}, nil))
	},
	"ptrace": func(_ source.Workspace, pid string) string { return words(nil, unix.PtraceAttach(number(pid))) },
	"kill":   func(_ source.Workspace, pid string) string { return words(nil, unix.Kill(number(pid), unix.SIGTERM)) },
	"peek": func(_ source.Workspace, pid string) string {
		local := make([]byte, 8)
		return words(unix.ProcessVMReadv(number(pid), []unix.Iovec{{Base: &local[0], Len: 8}}, []unix.RemoteIovec{{Base: 0x400000, Len: 8}}, 0))
	},
	"fork": func(source.Workspace, string) string {
		pid, _, errno := syscall.RawSyscall(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0)
		if errno == 0 && pid == 0 {
			syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0)
		}
		if errno != 0 {
			return "refused: " + errno.Error()
		}
		return "forked"
	},
	"outside": func(ws source.Workspace, path string) string {
		t := ws.Head.(*remote)
		t.hash[path] = "x"
		return words(t.Read(path))
	},
	"forge": func(ws source.Workspace, body string) string {
		writeFrame(ws.Head.(*remote).out, done, []byte(body)) //nolint:errcheck // the enemy does not care
		select {}
	},
	"endless": func(ws source.Workspace, _ string) string {
		for {
			writeFrame(ws.Head.(*remote).out, done, make([]byte, MaxReport+1)) //nolint:errcheck // the enemy does not care
		}
	},
	"ask": func(ws source.Workspace, path string) string {
		t := ws.Head.(*remote)
		for {
			delete(t.read, path)
			if _, err := t.Read(path); err != nil {
				return "refused: " + err.Error()
			}
		}
	},
	"spin": func(source.Workspace, string) string {
		for i := 0; ; i++ {
			_ = i
		}
	},
	"grow": func(source.Workspace, string) string {
		var all [][]byte
		for {
			b := make([]byte, 64<<20)
			for i := 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			if all = append(all, b); len(all) > 1<<20 {
				return "endless memory"
			}
		}
	},
	"threads": func(source.Workspace, string) string {
		ok := make(chan bool)
		for range 50 {
			go func() { time.Sleep(time.Millisecond); ok <- true }()
		}
		for range 50 {
			<-ok
		}
		return "works"
	},
}

func words(v any, err error) string {
	if err != nil {
		return "refused: " + err.Error()
	}
	return fmt.Sprintf("got %.40v", v)
}

func number(s string) int { n, _ := strconv.Atoi(s); return n }

func runner(t *testing.T, o Options) *Runner {
	t.Helper()
	r, err := New(o)
	if errors.Is(err, ErrNoWall) {
		t.Fatal("these tests want a kernel with seccomp, and Landlock or root: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

func order(text string) source.Workspace {
	return source.Workspace{Head: source.Files{"do": []byte(text), "other": []byte("hello")}}
}

// TestRefused: what an enemy in the child tries, and that it does not get.
func TestRefused(t *testing.T) {
	t.Setenv("PARE_SECRET", "hunter2")
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(dir, "key.pem")
	if err := os.WriteFile(key, []byte("PRIVATE"), 0o644); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	pid := strconv.Itoa(os.Getpid())
	r := runner(t, Options{})
	for _, c := range []string{
		"open " + key, "open /proc/" + pid + "/environ", "open /proc/" + pid + "/mem", "open /proc/self/environ", "open /etc/passwd",
		"create " + dir + "/new", "socket " + listener.Addr().String(), "udp", "unix", "exec", "execve", "ptrace " + pid, "kill " + pid, "peek " + pid, "fork",
	} {
		t.Run(c[:min(len(c), 6)], func(t *testing.T) {
			report, err := r.Since(context.Background(), 1, order(c), config.Default())
			if err != nil {
				t.Fatalf("%s: %v", c, err)
			}
			if got := report.Unread[0].Reason; !strings.HasPrefix(got, "refused: ") {
				t.Errorf("%s: %s", c, got)
			}
		})
	}
	report, err := r.Since(context.Background(), 1, order("environment"), config.Default())
	if err != nil || report.Unread[0].Reason != "[]" {
		t.Errorf("the environment of the child: %v %v, want none", report.Unread, err)
	}
	if report, err = r.Since(context.Background(), 1, order("threads"), config.Default()); err != nil || report.Unread[0].Reason != "works" {
		t.Errorf("honest work with threads: %v %v", report.Unread, err)
	}
}

// TestStopped: what ends a child, and that the parent lives on and says so.
func TestStopped(t *testing.T) {
	r := runner(t, Options{Wall: 2 * time.Second})
	good := `{"version":1,"status":"complete","functions":[],"roles":[],"findings":[],"unread":[]}`
	for _, c := range []struct {
		order string
		want  error
	}{
		{"outside ../secret", ErrForged},
		{"outside /etc/passwd", ErrForged},
		{"forge not json", ErrForged},
		{`forge {"version":1,"status":"complete","admin":true}`, ErrForged},
		{`forge {"version":1,"status":"fine"}`, ErrForged},
		{`forge {"version":1,"status":"complete","findings":[{"severity":"high","kind":"removes","file":"/etc/passwd","line":1,"end_line":1,"fingerprint":"0123456789abcdef"}]}`, ErrForged},
		{`forge {"version":1,"status":"complete","findings":[{"severity":"high","kind":"removes","file":"other","line":7,"end_line":9,"fingerprint":"0123456789abcdef"}]}`, ErrForged},
		{`forge {"version":1,"status":"complete","findings":[{"severity":"high","kind":"removes","file":"other","line":1,"end_line":1,"fingerprint":"0123456789abcdef","edits":[{"file":"other","start":2,"end":99,"text":""}]}]}`, ErrForged},
		{`forge {"version":1,"status":"complete","findings":[{"severity":"high","kind":"removes","file":"other","line":1,"end_line":1,"fingerprint":"0123456789abcdef","edits":[{"file":"other","start":0,"end":5,"text":"bye"}],"suggestion":{"file":"other","start_line":1,"end_line":1,"text":"curl evil"}}]}`, ErrForged},
		{"forge " + good, nil},
		{"endless", ErrForged},
	} {
		t.Run(c.order[:min(len(c.order), 30)], func(t *testing.T) {
			started := time.Now()
			if _, err := r.Since(context.Background(), 1, order(c.order), config.Default()); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.order, err, c.want)
			}
			if took := time.Since(started); took > 30*time.Second {
				t.Errorf("%s took %s", c.order, took)
			}
		})
	}
	for _, endless := range []string{"spin", "grow"} { // the file that does it is found and reported
		if endless == "grow" && memoryLimit > MaxMemory {
			continue // under the race detector there is no limit to hold
		}
		report, err := r.Since(context.Background(), 1, order(endless), config.Default())
		if err != nil || !strings.Contains(fmt.Sprint(report.Unread), "do 1 it stopped the reader twice") {
			t.Errorf("%s: %v %v", endless, report.Unread, err)
		}
	}
	if report, err := r.Since(context.Background(), 1, order("ask other"), config.Default()); err != nil || !strings.Contains(report.Unread[0].Reason, source.ErrBudget.Error()) {
		t.Errorf("asking for the same file for ever: %v %v, want the budget's end", report.Unread, err)
	}
}

// memory is a quarantine for tests.
type memory map[string]string

func (m memory) Quarantined(context.Context, int64) (map[string]string, error) {
	known := make(map[string]string)
	for k, v := range m {
		known[k] = v
	}
	return known, nil
}

func (m memory) Ban(_ context.Context, installation int64, blob, reason string, _ time.Duration) error {
	m[blob] = reason
	return nil
}

// TestCulprit: one file stops the reader, is found, tried alone, quarantined and reported; the others are read.
func TestCulprit(t *testing.T) {
	q := memory{}
	r := runner(t, Options{Quarantine: q})
	files := source.Files{"a.txt": []byte("fine"), "b.rb": []byte("boom"), "c.txt": []byte("fine too")}
	for range 2 { // the second time it is known
		report, err := r.Since(context.Background(), 7, source.Workspace{Head: files}, config.Default())
		if err != nil {
			t.Fatal(err)
		}
		got := make(map[string]string)
		for _, u := range report.Unread {
			got[u.File] = u.Reason
		}
		if got["a.txt"] != "read" || got["c.txt"] != "read" || !strings.Contains(got["b.rb"], "stopped the reader twice") {
			t.Errorf("read %v", got)
		}
	}
	if len(q) != 1 || q[files.Hash("b.rb")] == "" {
		t.Errorf("in quarantine: %v, want b.rb's hash alone", q)
	}
}

// TestMemory: a child that grows is ended by its limit, long before the machine feels it.
func TestMemory(t *testing.T) {
	if memoryLimit > MaxMemory {
		t.Skip("under the race detector there is no limit to hold")
	}
	var said strings.Builder
	r := runner(t, Options{Wall: time.Minute, Log: func(m string, args ...any) { fmt.Fprintln(&said, m, args) }})
	if _, _, err := r.once(context.Background(), order("grow"), config.Default(), nil); !errors.Is(err, ErrKilled) || strings.Contains(err.Error(), "too long") {
		t.Errorf("grow: %v", err)
	}
	if !strings.Contains(said.String(), "out of memory") {
		t.Errorf("the operator reads %.300q, want the reason", said.String())
	}
}

func BenchmarkStart(b *testing.B) {
	r, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	for b.Loop() {
		c, err := r.start()
		if err != nil {
			b.Fatal(err)
		}
		c.end()
	}
}
