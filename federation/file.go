package federation

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// WriteFile replaces a file, readable by this user only, so that after a crash it
// is the old one or the new one, and after WriteFile returned the new one. Two
// writers of one file are not told apart.
func WriteFile(path string, b []byte) error {
	return writeFile(path, func(f io.Writer) error {
		_, err := f.Write(b)
		return err
	})
}

func writeFile(path string, write func(io.Writer) error) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
