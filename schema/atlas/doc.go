// Package atlas judges coordinates against the country they are said to lie in.
// It gives an opinion for a warning, never for an error: outlines are coarse,
// borders are disputed, and reactors go to sea.
//
// # Outlines
//
// outlines.bin is made by scripts/outlines from the 1:50 000 000 countries of
// Natural Earth 4.1, which are in the public domain, as the npm package
// world-atlas 2.0.2 ships them. It keeps the arcs of that file, so that a border
// stands once for both neighbours, and every point of them, so that nothing is
// lost to it: 1959 arcs, 241 areas, 80 617 points in 193 KB. The grid of the source
// is 0.0036° by 0.0017°, so that a point is off by up to 200 m in longitude and
// 97 m in latitude. The scale takes more: of 759 power reactors with a known place,
// many of them on coasts, 172 lie off the outline of their State, the farthest by
// 7.5 km. Small islands are left out, and Tuvalu with them.
//
//	"forthwith outlines 1\n"
//	scale and translation of longitude, then of latitude: four float64, little endian
//	count of arcs, and of each: count of points, then longitude and latitude
//	    of each on the grid, as the difference from the point before
//	count of areas, and of each: code of two letters, or "--"; count of arcs,
//	    then the number of each as the difference from the one before
//
// Counts are unsigned varints, differences signed ones (encoding/binary).
//
// # The rule
//
// A point is inside a country, near it (within [Tolerance] of its border or
// coast), or outside it with a distance. There is no opinion
//
//   - of a country that has no outline here: organisations, user-assigned codes,
//     and codes that Natural Earth draws as part of another (GF, RE, SJ, …);
//   - of a point that would be outside and lies in, or within the tolerance of, an
//     area without a code of its own (Kosovo, Northern Cyprus, Somaliland,
//     Siachen, the Australian islands of the Indian Ocean), an area whose status
//     is disputed as a whole (see disputedAreas), or a box of disputedBoxes.
//
// That holds whatever country is named: the tables say where there is a dispute,
// and never who is a party to it or who is right. They are drawn generously.
// Disputes over less than the tolerance need no entry.
//
// The outline of a State includes its dependent territories (see territories):
// who says GB of Bermuda is not wrong.
//
// Lines between points are straight in longitude and latitude, and may cross the
// antimeridian. Distances are along great circles on a sphere; those of some
// thousand kilometres may be a little too long.
package atlas
