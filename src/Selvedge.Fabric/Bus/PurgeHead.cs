namespace Selvedge.Fabric.Bus;

/// <summary>How far the log of purges reaches.</summary>
/// <param name="Lineage">Of the store.</param>
/// <param name="PurgeSequence">Of the newest purge; 0 where there never was one.</param>
public sealed record PurgeHead(string Lineage, long PurgeSequence);
