package cap

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// uri judges an address; one that is relative is still one.
func (c *checker) uri(path, s string) bool {
	if isURI(s) {
		return true
	}
	c.fail(path, "uri", "%q is no address; write it as in https://example.org/page", clip(s))
	return false
}

// isURI takes what RFC 3986 has, and letters of other scripts. url.Parse alone is
// laxer than xs:anyURI: it passes brackets, broken escapes and a second #. Names
// and passwords, which deceive readers, are none for the public.
func isURI(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.User != nil || strings.HasSuffix(u.Host, ":") {
		return false
	}
	if strings.Count(s, "[") > strings.Count(u.Host, "[") || strings.Count(s, "]") > strings.Count(u.Host, "]") ||
		strings.Count(s, "#") > 1 || brokenEscape.MatchString(s) {
		return false
	}
	return strings.IndexFunc(s, notInURI) < 0
}

var brokenEscape = regexp.MustCompile(`%(?:$|[^0-9a-fA-F]|[0-9a-fA-F](?:$|[^0-9a-fA-F]))`)

func notInURI(r rune) bool {
	return unicode.IsSpace(r) || !unicode.IsGraphic(r) || strings.ContainsRune("<>\"{}|\\^`", r)
}

func isAbsolute(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.IsAbs()
}
