using System.Security.Cryptography;
using System.Text;

namespace Selvedge.Edge.Network.Defence;

/// <summary>A rule of a chain.</summary>
/// <param name="Mark">Its comment in the kernel: a hash of its text. A rule that somebody replaces has lost it.</param>
/// <param name="Text">As nft reads it, without the comment; empty where it was read from the kernel.</param>
internal sealed record KernelRule(string Mark, string Text)
{
    private const int MarkBytes = 8;

    /// <summary>The rule of a text.</summary>
    public static KernelRule Of(string text) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, MarkBytes)), text);
}
