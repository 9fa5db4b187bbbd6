package schema

// Limits on what is taken in; intake, dialer, account and stream agree on them.
const (
	// MaxEnvelope is the size of an envelope on the wire, in bytes.
	MaxEnvelope = 512 << 10
	// MaxDepth is how deep JSON may nest.
	MaxDepth = 32
	// MaxObjects is how many JSON objects a message or document may have: {} is two
	// bytes, and what it is read into hundreds.
	MaxObjects = 10_000
	// MaxSignatures is how many signatures an envelope may carry.
	MaxSignatures = 8
	// MaxAddressees is how many parties one message may name.
	MaxAddressees = 400
	// MaxAttachments is how many files one message may name, MaxAttachment how large
	// each may be, in bytes.
	MaxAttachments = 16
	MaxAttachment  = 64 << 20
	// FileChunk is in what pieces a file is kept, in bytes.
	FileChunk = 256 << 10
	// MaxEnclosed is how large a document may be that another one carries whole.
	MaxEnclosed = 255 << 10
	// MaxInteger is the largest integer JSON carries unchanged (2^53 - 1).
	MaxInteger = 1<<53 - 1
)
