using System.Runtime.Versioning;
using Selvedge.Fabric.Identity;
using Selvedge.Fabric.Tests.Store;

namespace Selvedge.Fabric.Tests.Identity;

[UnsupportedOSPlatform("windows")]
public sealed class BearerTokensTests : IDisposable
{
    private static readonly Caller Admin = new("admin", ["system:masters"]);

    private readonly TemporaryFolder _folder = new();

    private string TokensPath => _folder.File("tokens.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_token_names_its_caller_also_after_a_restart_and_others_name_nobody()
    {
        var tokens = BearerTokens.Open(TokensPath, KnownRandom.Create());
        var admin = tokens.Issue(Admin);
        var node = tokens.Issue(new Caller("system:node:fra-1", []));
        Assert.NotEqual(admin, node);
        Assert.Equal(4 + 43, admin.Length);

        foreach (var opened in new[] { tokens, BearerTokens.Open(TokensPath, KnownRandom.Create(2)) })
        {
            Assert.True(opened.TryFind(admin, out var caller));
            Assert.Equal(("admin", "system:masters"), (caller.User, Assert.Single(caller.Groups)));
            Assert.True(opened.TryFind(node, out caller));
            Assert.Equal("system:node:fra-1", caller.User);
            Assert.All(
                ["", "slv_", admin[..^1], admin + "A", admin.ToUpperInvariant()],
                wrong => Assert.False(opened.TryFind(wrong, out _)));
        }
    }

    [Fact]
    public void The_file_is_private_and_holds_no_token()
    {
        var token = BearerTokens.Open(TokensPath, KnownRandom.Create()).Issue(Admin);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TokensPath));
        Assert.DoesNotContain(token[4..], File.ReadAllText(TokensPath), StringComparison.Ordinal);
        File.SetUnixFileMode(TokensPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Throws<IdentityException>(() => BearerTokens.Open(TokensPath, KnownRandom.Create()));
    }

    [Fact]
    public void A_revoked_user_is_nobody_at_once_and_after_a_restart()
    {
        var tokens = BearerTokens.Open(TokensPath, KnownRandom.Create());
        var (first, second) = (tokens.Issue(Admin), tokens.Issue(Admin));
        var kept = tokens.Issue(new Caller("other", []));
        Assert.Equal(2, tokens.Revoke("admin"));
        Assert.Equal(0, tokens.Revoke("admin"));
        foreach (var opened in new[] { tokens, BearerTokens.Open(TokensPath, KnownRandom.Create(2)) })
        {
            Assert.False(opened.TryFind(first, out _));
            Assert.False(opened.TryFind(second, out _));
            Assert.True(opened.TryFind(kept, out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("""[{"sha256":"00","user":"admin"}]""")]
    public void A_damaged_file_is_refused(string content)
    {
        File.WriteAllText(TokensPath, content);
        File.SetUnixFileMode(TokensPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Throws<IdentityException>(() => BearerTokens.Open(TokensPath, KnownRandom.Create()));
    }
}
