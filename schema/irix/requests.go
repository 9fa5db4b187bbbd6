package irix

import "forthwith/schema"

// Requests are questions to others and answers to theirs (Art. 6).
type Requests struct {
	Request  []Request  `irix:"*" art:"Art. 6"`
	Response []Response `irix:"*" art:"Art. 6"`
}

// Request is a question.
type Request struct {
	RequestUUID    schema.ReportUUID `irix:""`
	TypeOfRequest  TypeOfRequest     `irix:"?"`
	RequestSubject string            `irix:""`
	Extensions     []Raw             `irix:"any"`
	RequestText    FreeText          `irix:""`
}

// Response is an answer.
type Response struct {
	ResponseUUID     schema.ReportUUID  `irix:""`
	RequestReference []RequestReference `irix:"+"`
	Extensions       []Raw              `irix:"any"`
	ResponseText     FreeText           `irix:""`
}

// RequestReference is which question is answered.
type RequestReference struct {
	RequestingOrganisation OrganisationID    `irix:"?"`
	DateAndTimeOfRequest   schema.Time       `irix:"?"`
	RequestUUID            schema.ReportUUID `irix:"?"`
	TypeOfRequest          TypeOfRequest     `irix:"?"`
	RequestSubject         string            `irix:"?"`
	Extensions             []Raw             `irix:"any"`
	RequestText            FreeText          `irix:"?"`
}
