namespace Selvedge.Core.Resources;

/// <summary>What the operator wants of a <see cref="NodeGroup"/>.</summary>
public sealed record NodeGroupSpec
{
    /// <summary>The name of the Location that its nodes join; never changes.</summary>
    public string Location { get; init; } = "";

    /// <summary>The file name of the provider's command, in the control plane's folder of providers.</summary>
    public string Command { get; init; } = "";

    /// <summary>What each node is.</summary>
    public NodeGroupNode Node { get; init; } = new();

    /// <summary>What one node costs an hour, in the currency of all prices of the network; 0 or more. The default is
    /// 0.</summary>
    public decimal PricePerHour { get; init; }

    /// <summary>Never fewer nodes by scaling down; 0 to 1000. The default is 0.</summary>
    public int Min { get; init; }

    /// <summary>Never more nodes; 0 to 1000. The default is 10.</summary>
    public int Max { get; init; } = 10;

    /// <summary>For the expander Priority: higher is bought first. The default is 0.</summary>
    public int Priority { get; init; }
}
