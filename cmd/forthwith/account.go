package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"forthwith/cmd/forthwith/console"
)

func newLogin(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "login LOGIN", Short: "Sign in as a person", Args: args(1, "a login"),
		RunE: func(cmd *cobra.Command, a []string) error {
			password, err := askPassword(o.env, "Password: ")
			if err != nil {
				return err
			}
			var s console.Session
			if err := o.call(cmd.Context(), "POST", "/session", console.SignIn{Login: a[0], Password: password}, &s); err != nil {
				return err
			}
			if err := o.keepSession(s.Token); err != nil {
				return err
			}
			return o.print(s.Officer, func(w io.Writer) {
				fmt.Fprintf(w, "Signed in as %s, desk %s, until %s.\n", s.Officer.Name, s.Officer.Desk, s.Expires)
			})
		},
	}
}

func newLogout(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "logout", Short: "Forget the session on this machine", Args: args(0, "nothing else"),
		RunE: func(*cobra.Command, []string) error { return o.keepSession("") },
	}
}

func newUser(o *options) *cobra.Command {
	cmd := &cobra.Command{Use: "user", Short: "Add and list users", Args: noSuchCommand, RunE: help}
	var in console.NewUser
	add := &cobra.Command{
		Use: "add LOGIN --name NAME --desk DESK", Short: "Add an officer, or a machine with a token", Args: args(1, "a login"),
		RunE: func(cmd *cobra.Command, a []string) error {
			in.Login = a[0]
			if in.Name == "" {
				in.Name = in.Login
			}
			if !in.Machine {
				var err error
				if in.Password, err = askPassword(o.env, "Password of "+in.Login+": "); err != nil {
					return err
				}
			}
			var out console.NewUserAnswer
			if err := o.call(cmd.Context(), "POST", "/users", in, &out); err != nil {
				return err
			}
			return o.print(out, func(w io.Writer) {
				fmt.Fprintf(w, "%s may sign in.\n", out.Login)
				if out.Token != "" {
					fmt.Fprintf(w, "Token, shown once: %s\nA token may draft, read and export. It never acts as a person.\n", out.Token)
				}
			})
		},
	}
	add.Flags().StringVar(&in.Name, "name", "", "name as other parties will see it")
	add.Flags().StringVar(&in.Desk, "desk", "", "desk, by its name in the configuration")
	add.Flags().BoolVar(&in.Machine, "machine", false, "a machine: gets a token and no password")
	list := &cobra.Command{
		Use: "list", Short: "List users", Args: args(0, "nothing else"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var out []console.OfficerView
			if err := o.call(cmd.Context(), "GET", "/users", nil, &out); err != nil {
				return err
			}
			return o.print(out, func(w io.Writer) {
				for _, u := range out {
					kind := "person"
					if u.Machine {
						kind = "machine"
					}
					fmt.Fprintf(w, "%-16s %-8s %-10s %s (%s)\n", u.Login, kind, u.Desk, u.Name, strings.Join(u.Rights, ", "))
				}
			})
		},
	}
	cmd.AddCommand(add, list)
	return cmd
}

// askPassword asks on the terminal without showing what is typed. Without a
// terminal it is FORTHWITH_PASSWORD, or the first line of the input.
func askPassword(e *Env, prompt string) (string, error) {
	if p := e.Getenv("FORTHWITH_PASSWORD"); p != "" {
		return p, nil
	}
	if f, ok := e.Stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(e.Stderr, prompt)
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(e.Stderr)
		return string(b), err
	}
	line, err := bufio.NewReader(e.Stdin).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.Join(errors.New("no password given"), err)
	}
	return line, nil
}
