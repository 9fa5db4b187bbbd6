// Package text is a message in words: on pages for fax, print and mail, or for
// reading out over the telephone, in the six languages of the Convention.
//
// # What is told
//
// [Pages] and [Spoken] tell everything a message says, in the order in which it
// matters; [Changes] tells what is other than in the message before, field by field.
// All three read the message by one walk over its types: the names and rules that a
// field has in package schema say what it is, the tables in fields.go what the types
// do not. A new field or value needs a text in each catalogue and nothing else; a
// test names those that are missing.
//
// Coded values, units, directions, times and the names of parties are told in the
// reader's language; free text is told as it was written, in quotation marks or
// behind a mark in the margin, with its language. Emergency classes and protective
// measures have the English beside them. Zero, below detection, not yet available,
// not in this message, and of an unknown amount are five different things to say.
//
// # Pages
//
// A page has 80 columns and 60 lines. A line is in logical order; what is written
// the other way stands between U+2068 and U+2069, and a line from the right begins
// with U+200F. East Asian letters take two columns, marks on letters none.
//
// In an exercise or a test the first and the last line of each page say so, in the
// reader's language and in English, and nothing else begins as they do. What is real
// has no such line. A withdrawal begins by saying that there is no emergency, a
// correction that the previous message was wrong.
//
// A notification has one page. What does not fit goes in this order: blank lines;
// details, the last first; lines of the free text, from its end; what is long of the
// rest. The page says how much is left in the console.
//
// # Free text
//
// Characters that control a printer or turn the direction of writing are shown as
// U+FFFD. Marks without a width and a meaning are left out.
//
// # Languages
//
// Each has a file in catalogue: key = text. The same placeholders stand in each, and
// the plural forms that the language has. Each file says by whom it was reviewed;
// of one that nobody has reviewed, each page says that. Terms whose wording in the
// official glossaries was not looked up have a line "? key = doubt"; [ReviewOf] is
// the table for whoever looks them up.
//
// Dates have month names, and times the digits 0 to 9, in every language: a date of
// figures alone is read in two ways. Parties of which not all States use one name
// have their code only.
package text
