namespace Selvedge.System.Tests;

/// <summary>Tests that start networks of their own, each when nothing else runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneDefinition
{
    public const string Name = "alone";
}
