namespace Selvedge.Core.Network.Routing;

/// <summary>Why a prefix is announced or not: one word each, for reports.</summary>
public static class AnnouncementReasons
{
    /// <summary>Every site of it is serviceable here, at this node.</summary>
    public const string Serviceable = nameof(Serviceable);

    /// <summary>A gate is shut here.</summary>
    public const string VerdictShut = nameof(VerdictShut);

    /// <summary>The verdicts name other nodes of the location only.</summary>
    public const string NodeNotNamed = nameof(NodeNotNamed);

    /// <summary>Too few other places would be left.</summary>
    public const string LastPlaces = nameof(LastPlaces);

    /// <summary>The node's own service does not answer.</summary>
    public const string LocalCheckFailed = nameof(LocalCheckFailed);

    /// <summary>The place is drained.</summary>
    public const string Drained = nameof(Drained);

    /// <summary>The node is stopping.</summary>
    public const string Stopping = nameof(Stopping);

    /// <summary>It was withdrawn a moment ago, or has not proven itself yet.</summary>
    public const string Recovering = nameof(Recovering);

    /// <summary>The node knows no verdict table yet.</summary>
    public const string NoVerdicts = nameof(NoVerdicts);

    /// <summary>This location is not among those of the prefix.</summary>
    public const string OtherLocations = nameof(OtherLocations);
}
