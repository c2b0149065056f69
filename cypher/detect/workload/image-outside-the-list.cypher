// code:      WL-16
// kind:      policy
// basis:     pod
// severity:  medium
// title:     Image outside the list
// technique: T1610
// on:        write pods,pods/ephemeralcontainers,workloads
// needs:     level Request
// habit:     low
// meaning:   A container's image is none of those on your list. Without a list it says nothing.
// triage:    Where does the image come from, and who chose it?
// usual:     new software
// with:      {"images": []}
// because:   'image ' + head([k IN containers WHERE NOT fits(coalesce(k.image, ''), $images) | k.image])
p.ok AND size($images) > 0 AND any(k IN containers WHERE NOT fits(coalesce(k.image, ''), $images))
