// code:      OR-06
// kind:      policy
// basis:     path
// severity:  medium
// title:     User outside the list
// technique: T1078
// on:        * *
// needs:     level Metadata
// habit:     low
// meaning:   A person who is not on your list of users called. Without a list it says nothing.
// triage:    Who gave them access, and when?
// usual:     new colleagues
// with:      {"users": []}
p.ok AND p.who_kind = 'person' AND size($users) > 0 AND NOT fits(p.user, $users)
