using System.Collections.Immutable;
using Selvedge.Core.Placement;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Tests.Placement;

/// <summary>The example of the README is what it says.</summary>
public sealed class PageTests
{
    [Fact]
    public void The_ConfigMap_of_the_page_is_one_with_every_default()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Selvedge.slnx")))
        {
            folder = folder.Parent!;
        }

        var page = File.ReadAllText(Path.Combine(folder.FullName, "src/Selvedge.Core/Placement/README.md"));
        var example = page.Split("```json\n")[1].Split("```")[0];

        var strategy = LocationOptimizer.Read(
            new ConfigMap { Data = ImmutableDictionary<string, string>.Empty.Add(LocationOptimizer.Key, example) },
            out var problems);

        Assert.Empty(problems);
        Assert.Equal(
            (PlacementPolicy.Dynamic, 2, 5, 20.0),
            (strategy!.Policy, strategy.Constraints.MinimumLocations, strategy.Constraints.MaximumLocations,
                strategy.Constraints.MinimumUsagePerLocation));
    }
}
