namespace Selvedge.Core.Workloads;

/// <summary>An empty folder.</summary>
public sealed record EmptyFolder;
