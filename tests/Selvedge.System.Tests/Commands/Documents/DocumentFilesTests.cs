using Selvedge.Commands.Documents;
using Selvedge.Configuration;

namespace Selvedge.System.Tests.Commands.Documents;

public sealed class DocumentFilesTests : IDisposable
{
    private const string Site = """
        apiVersion: selvedge.dev/v1
        kind: Site
        metadata: {name: shop}
        spec: {hostnames: [shop.test], backend: {url: "http://192.0.2.1"}}
        """;

    private const string Location = """
        apiVersion: selvedge.dev/v1
        kind: Location
        metadata: {name: ber}
        spec: {provider: here, country: DE, coordinates: {latitude: 52, longitude: 13}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("selvedge-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_others_refer_to_comes_first_whatever_the_order_in_the_files()
    {
        var (documents, problems) = DocumentFiles.Read([Save(Site), Save(Location)], TextReader.Null);

        Assert.Empty(problems);
        Assert.Equal(["Location", "Site"], documents.Select(document => document.Kind.Kind));
    }

    [Fact]
    public void Standard_input_is_a_file_too()
    {
        var (documents, problems) = DocumentFiles.Read(["-"], new StringReader($"{Site}\n---\n{Location}"));

        Assert.Empty(problems);
        Assert.Equal(2, documents.Length);
    }

    [Fact]
    public void Every_problem_of_every_file_is_told_with_file_line_document_and_path()
    {
        var first = Save(Site.Replace("shop.test", "Shop.test", StringComparison.Ordinal));
        var second = Save($"{Site}\n---\n{Location.Replace("latitude: 52", "latitude: 99", StringComparison.Ordinal)}");
        var (_, problems) = DocumentFiles.Read([first, second], TextReader.Null);

        Assert.Equal(
            [
                $"{first}:1: Site shop: spec.hostnames[0]: 'Shop.test' is not a fully qualified hostname. "
                    + "Write shop.test: small letters, without the final dot.",
                $"{second}:6: Location ber: spec.coordinates.latitude: 99 is out of range. Write -90 to 90.",
            ],
            problems);
    }

    [Theory]
    [InlineData("kind: Site\nmetadata: {name: shop\nspec: [", 2)]
    [InlineData("kind: Site\nmetadata: 'shop\n", 2)]
    [InlineData("kind: Site\n\tmetadata: shop\n", 1)]
    [InlineData("a: 1\na: 2\n", 2)]
    public void Text_that_cannot_be_read_is_told_with_its_line_and_why(string text, int line)
    {
        var file = Save(text);
        var (_, problems) = DocumentFiles.Read([file], TextReader.Null);

        var problem = Assert.Single(problems);
        Assert.StartsWith($"{file}:{line}: The text cannot be read: ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("(document)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_without_a_document_are_a_problem()
    {
        var (_, problems) = DocumentFiles.Read([Save("# nothing yet\n")], TextReader.Null);

        Assert.StartsWith("The files hold no document.", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_told_by_its_name()
    {
        var missing = Assert.Throws<UsageException>(() => DocumentFiles.Read(["nowhere.yaml"], TextReader.Null));

        Assert.StartsWith("There is no file nowhere.yaml.", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_counts_its_problems()
    {
        Assert.Equal("Nothing: 1 problem.\n  a", DocumentFiles.Refusal("Nothing", ["a"]).Message);
        Assert.Equal("Nothing: 2 problems.\n  a\n  b", DocumentFiles.Refusal("Nothing", ["a", "b"]).Message);
    }

    private string Save(string text)
    {
        var file = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.yaml");
        File.WriteAllText(file, text);
        return file;
    }
}
