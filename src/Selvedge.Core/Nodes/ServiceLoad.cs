namespace Selvedge.Core.Nodes;

/// <summary>What a node's edge carried to the pods of one service.</summary>
/// <param name="Namespace">The service's namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="RequestsPerSecond">Requests for its pods, over the last seconds.</param>
/// <param name="InFlight">Requests that wait for their answer now.</param>
public sealed record ServiceLoad(string Namespace, string Name, double RequestsPerSecond, int InFlight);
