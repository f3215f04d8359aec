using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Selvedge.Commands;

namespace Selvedge.System.Tests.Commands;

public sealed class KubeconfigFileTests : IDisposable
{
    private static readonly string Pem = MakePem();
    private static readonly string Authority = Convert.ToBase64String(Encoding.ASCII.GetBytes(Pem));

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-kubeconfig-").FullName;

    private string FilePath => Path.Combine(_folder, "kubeconfig");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_back_and_belongs_to_its_owner_only()
    {
        var written = new KubeconfigFile(new Uri("https://127.0.0.1:7443/"), Pem, "secret");
        written.Write(FilePath, "admin");

        Assert.Equal(written, KubeconfigFile.Read(FilePath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public async Task A_missing_file_is_told_with_its_path()
    {
        var (code, _, error) = await CommandLine.RunAsync("status", "--kubeconfig", FilePath);

        Assert.Equal(1, code);
        Assert.StartsWith($"selvedge: {FilePath} cannot be read", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("just words", "is not a kubeconfig. Name another one with --kubeconfig FILE")]
    [InlineData("[1, 2]", "is not a kubeconfig.")]
    [InlineData("kind: Config", "lacks server, certificate-authority-data, token in its current context.")]
    [InlineData("current-context: 7\ncontexts: nothing", "lacks server, certificate-authority-data, token")]
    public async Task A_file_that_is_no_kubeconfig_is_told_with_the_fix(string text, string complaint)
    {
        await File.WriteAllTextAsync(FilePath, text, TestContext.Current.CancellationToken);
        var (code, _, error) = await CommandLine.RunAsync("status", "--kubeconfig", FilePath);

        Assert.Equal(1, code);
        Assert.StartsWith($"selvedge: {FilePath}", error, StringComparison.Ordinal);
        Assert.Contains(complaint, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("https://127.0.0.1:1", "not base64!", "t", "certificate-authority-data is no certificate (PEM)")]
    [InlineData("https://127.0.0.1:1", "bm8gcGVt", "t", "certificate-authority-data is no certificate (PEM)")]
    [InlineData("127.0.0.1", null, "t", "server is 127.0.0.1, which is no https URL")]
    [InlineData("http://127.0.0.1", null, "t", "server is http://127.0.0.1, which is no https URL")]
    [InlineData("https://127.0.0.1:1", null, "", "lacks token in its current context")]
    public async Task Each_member_that_cannot_be_used_is_named(
        string server, string? authority, string token, string complaint)
    {
        await File.WriteAllTextAsync(
            FilePath, Text(server, authority ?? Authority, token), TestContext.Current.CancellationToken);
        var (code, _, error) = await CommandLine.RunAsync("status", "--kubeconfig", FilePath);

        Assert.Equal(1, code);
        Assert.Contains(complaint, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_plane_that_is_not_there_is_told_with_its_address_and_the_fix()
    {
        await File.WriteAllTextAsync(
            FilePath, Text("https://127.0.0.1:1", Authority, "t"), TestContext.Current.CancellationToken);
        var (code, output, error) = await CommandLine.RunAsync("get", "sites", "--kubeconfig", FilePath);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.StartsWith(
            "selvedge: The control plane at https://127.0.0.1:1/ cannot be reached (Connection refused", error,
            StringComparison.Ordinal);
        Assert.Contains("Start a network with: ./selvedge dev", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_of_this_program_is_told_without_a_control_plane()
    {
        await File.WriteAllTextAsync(
            FilePath, Text("https://127.0.0.1:1", Authority, "t"), TestContext.Current.CancellationToken);
        var (code, output, _) = await CommandLine.RunAsync("version", "--kubeconfig", FilePath);

        Assert.Equal(0, code);
        Assert.Contains("control    not reached: The control plane at", output, StringComparison.Ordinal);
    }

    private static string Text(string server, string authority, string token) => $$"""
        current-context: it
        clusters:
          - name: there
            cluster: {server: "{{server}}", certificate-authority-data: "{{authority}}"}
        users:
          - name: me
            user: {token: "{{token}}"}
        contexts:
          - name: it
            context: {cluster: there, user: me}
        """;

    private static string MakePem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        using var certificate =
            request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.ExportCertificatePem();
    }
}
