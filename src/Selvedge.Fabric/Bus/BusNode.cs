namespace Selvedge.Fabric.Bus;

/// <summary>One node that may connect to the bus.</summary>
/// <param name="Name">A DNS label, unique in the network.</param>
/// <param name="Location">The location it belongs to.</param>
/// <param name="PublicKey">Its public nkey (<c>U...</c>).</param>
public sealed record BusNode(string Name, string Location, string PublicKey)
{
    /// <summary>Whether the names and the key can stand in the server's configuration.</summary>
    public bool IsPossible =>
        BusSubjects.IsName(Name) && BusSubjects.IsName(Location) && BusIdentity.IsPublicKey(PublicKey);
}
