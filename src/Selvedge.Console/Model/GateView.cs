using Selvedge.Core.Serviceability;

namespace Selvedge.Console.Model;

/// <summary>One gate that is shut.</summary>
/// <param name="Gate">Which; null where this console does not know the name.</param>
/// <param name="Name">As the API wrote it.</param>
/// <param name="Reason">One CamelCase word; may be empty.</param>
/// <param name="Detail">One sentence; may be empty.</param>
/// <param name="Since">When it shut, where known.</param>
internal sealed record GateView(Gate? Gate, string Name, string Reason, string Detail, DateTimeOffset? Since);
