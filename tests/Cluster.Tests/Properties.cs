// Tests set variables that engines set, which the processes of others inherit.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
