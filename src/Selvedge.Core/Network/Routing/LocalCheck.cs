namespace Selvedge.Core.Network.Routing;

/// <summary>Whether the node's own service answers it.</summary>
/// <param name="Failed">It did not, several times in a row.</param>
/// <param name="GoodInRow">Good answers since the last bad one.</param>
/// <param name="Detail">Of the last failure, in one sentence; may be empty.</param>
public readonly record struct LocalCheck(bool Failed, int GoodInRow, string Detail);
