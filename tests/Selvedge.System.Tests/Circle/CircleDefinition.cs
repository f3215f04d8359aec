namespace Selvedge.System.Tests.Circle;

/// <summary>Tests of one live network, one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CircleDefinition : ICollectionFixture<CircleFixture>
{
    public const string Name = "circle";
}
