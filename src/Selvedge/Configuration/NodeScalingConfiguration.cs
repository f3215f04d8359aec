using Selvedge.Control.NodeGroups;
using Selvedge.Core.Resources;
using Selvedge.Core.Scaling.NodeGroups;

namespace Selvedge.Configuration;

/// <summary>How nodes are bought and given back.</summary>
internal sealed record NodeScalingConfiguration
{
    private static readonly TimeSpan TimeLimitMax = TimeSpan.FromHours(1);

    /// <summary>The folder of providers' commands, which NodeGroups name. Empty: there are none, and no node is
    /// bought.</summary>
    public string Providers { get; init; } = "";

    /// <summary>Between two plans. The default is 15 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The most that all nodes of NodeGroups together may cost an hour, in the currency of their prices. The
    /// default is 0: only what costs nothing is bought.</summary>
    public decimal BudgetPerHour { get; init; }

    /// <summary>By what a group is picked. The default is Price.</summary>
    public Expander Expander { get; init; }

    /// <summary>A node with a larger share in use is needed; 0 to 1. The default is 0.5.</summary>
    public double UnneededBelow { get; init; } = 0.5;

    /// <summary>A node goes once it was unneeded for so long. The default is 10 min.</summary>
    public TimeSpan UnneededFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Nodes that may go within <see cref="DisruptionWindow"/>. The default is 1.</summary>
    public int DisruptionsMax { get; init; } = 1;

    /// <summary>The window of <see cref="DisruptionsMax"/>. The default is 10 min.</summary>
    public TimeSpan DisruptionWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Failures in a row after which nothing is bought from a group. The default is 3.</summary>
    public int FailuresMax { get; init; } = 3;

    /// <summary>For how long then. The default is 15 min.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long one call of a command may take, up to an hour. The default is 5 min: machines at providers
    /// take one or two to begin.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A node that does not report within it after that has failed. The default is 10 min.</summary>
    public TimeSpan JoinWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Where bought nodes reach the bus. Empty: where the control plane does.</summary>
    public string BusUrl { get; init; } = "";

    /// <summary>As the control plane takes it.</summary>
    /// <param name="bus">How the control plane itself finds the bus.</param>
    /// <param name="stateDirectory">Where commands keep what they have to.</param>
    public NodeGroupOptions Options(BusConfigurationFile bus, string stateDirectory) => new()
    {
        Interval = Interval,
        Policy = new NodeGroupPolicy
        {
            Expander = Expander,
            BudgetPerHour = BudgetPerHour,
            UnneededBelow = UnneededBelow,
            UnneededFor = UnneededFor,
            DisruptionsMax = DisruptionsMax,
            DisruptionWindow = DisruptionWindow,
            FailuresMax = FailuresMax,
            BreakFor = BreakFor,
        },
        JoinWithin = JoinWithin,
        BusUrl = BusUrl.Length > 0 ? BusUrl : bus.Url,
        BusAuthority = File.ReadAllText(bus.AuthorityFile),
        Program = Environment.ProcessPath ?? "",
        StateDirectory = stateDirectory,
    };

    /// <summary>Everything wrong with it, each with the path and the fix.</summary>
    public IEnumerable<string> Problems()
    {
        if (Providers.Length > 0 && !Path.IsPathFullyQualified(Providers))
        {
            yield return $"scaling.nodes.providers: {Providers} is no absolute path. Write, for example, "
                + "/etc/selvedge/providers.";
        }

        if (BudgetPerHour < 0)
        {
            yield return "scaling.nodes.budgetPerHour: is less than 0. Write 0 or more.";
        }

        if (UnneededBelow is not (>= 0 and <= 1))
        {
            yield return "scaling.nodes.unneededBelow: is no share. Write 0 to 1; left out, it is 0.5.";
        }

        foreach (var (path, count) in new[] { ("disruptionsMax", DisruptionsMax), ("failuresMax", FailuresMax) })
        {
            if (count < 1)
            {
                yield return $"scaling.nodes.{path}: {count} is too few. Write 1 or more.";
            }
        }

        foreach (var (path, span) in new[]
        {
            ("interval", Interval), ("unneededFor", UnneededFor), ("disruptionWindow", DisruptionWindow),
            ("breakFor", BreakFor), ("timeLimit", TimeLimit), ("joinWithin", JoinWithin),
        })
        {
            if (span < ScalingConfiguration.IntervalMin)
            {
                yield return $"scaling.nodes.{path}: {Duration.Format(span)} is too short. Write 1s or more.";
            }
        }

        if (TimeLimit > TimeLimitMax)
        {
            yield return $"scaling.nodes.timeLimit: {Duration.Format(TimeLimit)} is too long. Write up to 1h.";
        }
    }
}
