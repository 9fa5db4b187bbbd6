package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeSession runs the two nodes of the README, line by line as they stand
// there.
func TestReadmeSession(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	must(t, err)
	session := regexp.MustCompile("(?s)```sh\n(.*?)```").FindStringSubmatch(string(readme))
	if session == nil {
		t.Fatal("the README has no session")
	}
	dir := t.TempDir()
	self, err := os.Executable()
	must(t, err)
	must(t, os.Mkdir(filepath.Join(dir, "bin"), 0o700))
	must(t, os.Symlink(self, filepath.Join(dir, "bin", "forthwith")))
	cmd := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", "trap 'kill $(jobs -p); wait' EXIT\n"+session[1])
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asBinary+"=1", "PATH="+filepath.Join(dir, "bin")+":"+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"Edition 1", "0 errors, 1 warnings", "Released and recorded", "XB      ", "● ", "K. Moreno"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the session does not show %q:\n%s", want, out)
		}
	}
}
