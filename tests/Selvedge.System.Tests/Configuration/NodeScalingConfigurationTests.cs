using Selvedge.Configuration;
using Selvedge.Core.Scaling.NodeGroups;

namespace Selvedge.System.Tests.Configuration;

public sealed class NodeScalingConfigurationTests
{
    [Fact]
    public void What_is_left_out_buys_nothing_that_costs_and_has_no_problems()
    {
        Assert.Empty(new NodeScalingConfiguration().Problems());
        Assert.Equal(
            (0m, Expander.Price, ""),
            (new NodeScalingConfiguration().BudgetPerHour, new NodeScalingConfiguration().Expander,
                new NodeScalingConfiguration().Providers));
    }

    [Fact]
    public void Every_problem_is_told_with_its_path()
    {
        var wrong = new NodeScalingConfiguration
        {
            Providers = "providers",
            Interval = TimeSpan.Zero,
            BudgetPerHour = -1,
            UnneededBelow = double.NaN,
            DisruptionsMax = 0,
            FailuresMax = 0,
            TimeLimit = TimeSpan.FromHours(2),
        };
        Assert.Equal(
            [
                "scaling.nodes.providers", "scaling.nodes.budgetPerHour", "scaling.nodes.unneededBelow",
                "scaling.nodes.disruptionsMax", "scaling.nodes.failuresMax", "scaling.nodes.interval",
                "scaling.nodes.timeLimit",
            ],
            wrong.Problems().Select(problem => problem[..problem.IndexOf(':', StringComparison.Ordinal)]));
    }
}
