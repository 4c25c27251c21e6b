package confine

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/sys/unix"
)

// full is what a child says when seccomp holds it and one more wall stands behind that.
const full = "confined"

// nobody is the user that a root parent's children become.
const nobody = 65534

// command starts the same binary with an empty environment. The child dies with its parent.
func command() *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", argument)
	cmd.Env, cmd.Dir = []string{}, "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return cmd
}

// hideParent makes the parent's memory and /proc entries unreadable for other processes of the same user, and keeps it out of core dumps.
func hideParent() {
	unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) //nolint:errcheck // it cannot fail with these arguments
}

// buildWall gives up everything that a reader does not need, and says what holds: full, or what is missing.
func buildWall() string {
	unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) //nolint:errcheck // it cannot fail with these arguments
	var missing []string
	user := dropUser()
	if err := setLimits(); err != nil {
		missing = append(missing, err.Error())
	}
	paths := landlock.V5.BestEffort().RestrictPaths()
	landlocked := paths == nil && landlockHolds()
	if err := filterCalls(); err != nil {
		missing = append(missing, "no seccomp: "+err.Error())
	}
	if !user && !landlocked {
		missing = append(missing, "neither Landlock nor another user")
	}
	if len(missing) > 0 {
		return strings.Join(missing, "; ")
	}
	return full
}

// dropUser becomes nobody where the process is root.
func dropUser() bool {
	if os.Getuid() != 0 {
		return false
	}
	return syscall.Setgroups(nil) == nil && syscall.Setresgid(nobody, nobody, nobody) == nil && syscall.Setresuid(nobody, nobody, nobody) == nil
}

// landlockHolds sees whether a file that everybody may read can no longer be opened: an old kernel restricts nothing and says so nowhere.
func landlockHolds() bool {
	f, err := os.Open("/proc/self/status")
	if err == nil {
		f.Close()
	}
	return err != nil
}

func setLimits() error {
	for _, l := range []struct {
		what  int
		most  uint64
		words string
	}{
		{unix.RLIMIT_CORE, 0, "core size"},
		{unix.RLIMIT_FSIZE, 0, "file size"},
		{unix.RLIMIT_CPU, MaxCPU, "CPU time"},
		{unix.RLIMIT_NOFILE, 32, "open files"},
		{unix.RLIMIT_DATA, memoryLimit, "memory"},
	} {
		if err := unix.Setrlimit(l.what, &unix.Rlimit{Cur: l.most, Max: l.most}); err != nil {
			return fmt.Errorf("no limit on %s: %w", l.words, err)
		}
	}
	return nil
}

// allowed are the system calls that Go's runtime and C's allocator make while thinking and talking over two pipes. Everything else fails
// with EPERM: opening, sockets, ptrace, exec, signals to others, reading other memory.
var allowed = []string{
	"read", "write", "close", "futex", "nanosleep", "clock_nanosleep", "clock_gettime", "gettimeofday", "sched_yield", "sched_getaffinity", "getpid", "gettid",
	"mmap", "munmap", "mprotect", "madvise", "mremap", "mincore", "brk",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "tgkill", "restart_syscall",
	"exit", "exit_group", "set_robust_list", "rseq", "membarrier", "getrandom",
	"epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2", "eventfd2", "pipe2", "fcntl", "poll", "ppoll",
	"timer_create", "timer_settime", "timer_delete", "setitimer", "getrusage",
}

// filterCalls loads the filter into every thread. New threads may be made, new processes not: clone must ask for CLONE_THREAD, and clone3,
// whose arguments a filter cannot see, is answered as if the kernel had none, so that callers fall back to clone.
func filterCalls() error {
	info, err := arch.GetInfo(runtime.GOARCH)
	if err != nil {
		return fmt.Errorf("looking up the system calls of %s: %w", runtime.GOARCH, err)
	}
	var names []string
	for _, n := range allowed {
		if _, ok := info.SyscallNames[n]; ok {
			names = append(names, n)
		}
	}
	thread := seccomp.NameWithConditions{Name: "clone", Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.BitsSet, Value: unix.CLONE_THREAD}}}
	return seccomp.LoadFilter(seccomp.Filter{
		NoNewPrivs: true, Flag: seccomp.FilterFlagTSync,
		Policy: seccomp.Policy{
			DefaultAction: seccomp.ActionErrno,
			Syscalls: []seccomp.SyscallGroup{
				{Action: seccomp.ActionAllow, Names: names, NamesWithCondtions: []seccomp.NameWithConditions{thread}},
				{Action: seccomp.ActionErrno | seccomp.Action(unix.ENOSYS), Names: []string{"clone3"}},
			},
		},
	})
}
