// code:      WL-24
// kind:      policy
// basis:     path
// severity:  low
// title:     CronJob or Job created or changed
// technique: T1053.007
// on:        write cronjobs,jobs
// needs:     level Metadata
// meaning:   A task was set up that runs later, or again and again.
// triage:    What does it run, as which account?
// usual:     deployments, database migrations
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
