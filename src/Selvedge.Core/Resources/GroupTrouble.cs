namespace Selvedge.Core.Resources;

/// <summary>What the provider of a <see cref="NodeGroup"/> failed at.</summary>
/// <param name="InARow">Failures since it last delivered.</param>
/// <param name="LastAt">The newest.</param>
/// <param name="Message">The newest, in one sentence.</param>
public sealed record GroupTrouble(int InARow, DateTimeOffset LastAt, string Message);
