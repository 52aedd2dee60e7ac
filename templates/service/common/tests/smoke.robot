*** Settings ***
Library    RequestsLibrary

*** Test Cases ***
${{ values.name }} greets
    [Tags]    critical
    ${answer}=    GET    http://${{ values.name }}/greetings/Ada
    Should Be Equal    ${answer.json()}[text]    Hello, Ada
